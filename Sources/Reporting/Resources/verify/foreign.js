export async function verifyForeign({ findings }) {
  findings.add("foreign.unknown");
}

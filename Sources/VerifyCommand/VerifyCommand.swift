// VerifyCommand

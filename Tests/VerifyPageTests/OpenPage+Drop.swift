import Bytes

extension OpenPage {
    /// Drops files on the page, as from the desktop.
    func drop(_ paths: [String], x: Int, y: Int) throws {
        let data: JSONValue = [
            "items": [], "files": .array(paths.map(JSONValue.string)), "dragOperationsMask": 1,
        ]
        for type in ["dragEnter", "dragOver", "drop"] {
            try call(
                "Input.dispatchDragEvent",
                ["type": .string(type), "x": JSONValue(x), "y": JSONValue(y), "data": data])
        }
    }
}

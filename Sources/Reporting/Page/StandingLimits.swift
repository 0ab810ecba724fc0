/// What no verdict ever shows: one wording for all reports.
enum StandingLimits {
    static let never = [
        "That the post is true, or who typed it.",
        "That the recorded content is what the server sent: that rests on who captured it, and how.",
        "That nothing else was there: what was not recorded is listed as far as the program knew of it.",
    ]
    static let clock = "When it was captured: the times are those of the capturing machine’s clock."
}

"""Letters: written from the record when they are sent, in either language, as plain text and as HTML.

sending    the job: compose, render, hand over
kinds      whom each kind of letter goes to, and what it is about
texts      what each kind says
rendering  how a letter looks

A new kind is a member of `contracts.mail.LetterKind`, a function in `kinds` and a pair of texts.
"""

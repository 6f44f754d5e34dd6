"""Every AI model of the platform behind one small interface each.

    stt/        speech to text            `Recognizer` opens a `RecognizerStream` an answer
    vad/        where speech is           `VoiceActivity`
    tts/        text to speech            `Voice`
    embedding/  text to vectors           `Embedder`
    llm/        questions and judgements  `Interviewer`, `Judge`; language models: `TextGenerator`

Nothing falls back silently: an engine that fails raises `contracts.errors.EngineFailed` with its name.
"""

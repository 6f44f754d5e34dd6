"""What can be wrong with the sound of a microphone, and what its owner can do about it."""

from enum import StrEnum

from contracts.base import Language


class SoundTrouble(StrEnum):
    """The most pressing first; docs/scoring.md says how each is measured."""

    SILENT = "silent"
    CLIPPING = "clipping"
    HUM = "hum"
    MUSIC = "music"
    NOISE = "noise"
    QUIET = "quiet"


ADVICE: dict[SoundTrouble, dict[Language, str]] = {
    SoundTrouble.SILENT: {
        Language.KO: "마이크에서 소리가 들어오지 않습니다. 음소거를 풀거나 다른 마이크를 고르거나, 글로 답해 주세요.",
        Language.EN: "No sound comes from your microphone. Unmute it or choose another one; you may also type.",
    },
    SoundTrouble.CLIPPING: {
        Language.KO: "소리가 너무 커서 찢어집니다. 마이크에서 조금 떨어지거나 입력 음량을 낮춰 주세요.",
        Language.EN: "Your sound is too loud and breaks up. Move back a little or lower the input level.",
    },
    SoundTrouble.HUM: {
        Language.KO: "마이크에서 웅 하는 전기 소음이 납니다. 케이블을 전원선에서 떼거나 다른 마이크를 써 보세요.",
        Language.EN: "Your microphone hums. Move its cable away from power leads, or try another microphone.",
    },
    SoundTrouble.MUSIC: {
        Language.KO: "음악이나 계속되는 소리가 함께 들립니다. 끌 수 있으면 끄고 이어서 말해 주세요.",
        Language.EN: "Music or a steady tone comes in with your voice. Switch it off if you can, and go on.",
    },
    SoundTrouble.NOISE: {
        Language.KO: "주변이 시끄럽습니다. 마이크에 더 가까이서 말하거나 조용한 곳으로 옮겨 주세요.",
        Language.EN: "It is noisy around you. Speak closer to the microphone, or move to a quieter place.",
    },
    SoundTrouble.QUIET: {
        Language.KO: "목소리가 아주 작게 들립니다. 마이크에 더 가까이서 말하거나 입력 음량을 높여 주세요.",
        Language.EN: "Your voice comes in very low. Move closer to the microphone or raise the input level.",
    },
}

"""What runs in espeak-ng's own process: the library, through its C interface.

The library is GPL-3, holds one synthesiser a process and is not thread-safe. Nothing but the child process of
`engines.tts.espeak` makes an `Espeak`.
"""

import ctypes
from typing import NamedTuple

import espeakng_loader

# speak_lib.h
AUDIO_OUTPUT_SYNCHRONOUS = 2
POS_CHARACTER = 1
CHARS_UTF8 = 1
RATE = 1
LIST_TERMINATED, WORD = 0, 1


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class Mark(NamedTuple):
    """The word around code point `position` of the text begins with sample `sample`."""

    position: int
    sample: int


class Espeak:
    """Raises `RuntimeError` where the library or its data is missing."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate: int = self._library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0)
        if self.sample_rate <= 0:
            raise RuntimeError("espeak-ng cannot be initialised")
        self._pcm = bytearray()
        self._marks: list[Mark] = []
        self._callback = _SynthCallback(self._take)  # kept: the library holds no reference to it
        self._library.espeak_SetSynthCallback(self._callback)

    def synthesise(self, text: str, voice: str, words_per_minute: int) -> tuple[bytes, int, list[Mark]]:
        """Mono PCM (int16, native order), its sample rate, and where words begin in it, in order.

        `text` is plain text without control characters; no markup in it is interpreted.
        """
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        self._library.espeak_SetParameter(RATE, words_per_minute, 0)
        self._pcm.clear()
        self._marks.clear()
        encoded = text.encode("utf-8", "replace") + b"\0"
        failed = self._library.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded)), 0, POS_CHARACTER, 0, CHARS_UTF8, None, None
        )
        if failed or self._library.espeak_Synchronize():
            raise RuntimeError("espeak-ng cannot speak")
        return bytes(self._pcm), self.sample_rate, list(self._marks)

    def _take(self, samples: int | None, count: int, events: "ctypes._Pointer[_Event]") -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, 2 * count)
        index = 0
        while events and (event := events[index]).type != LIST_TERMINATED:
            if event.type == WORD:
                self._marks.append(Mark(event.text_position - 1, event.sample))
            index += 1
        return 0

"""What can go wrong with a model, each with its next step. Servers' errors are translated here and nowhere else."""

from __future__ import annotations

from ..core.errors import LimitError, SettingsError, UnavailableError


class ModelUnreachableError(UnavailableError):
    """Nothing answers at the address, or it hung up before the first token. Slots: what (address), detail."""

    code = "model_unreachable"


class ConnectTimeoutError(UnavailableError):
    """No connection within the connect timeout. Slots: what, seconds."""

    code = "model_connect_timeout"


class FirstTokenTimeoutError(UnavailableError):
    """Connected, but no first token in time. Slots: what, seconds."""

    code = "model_first_token_timeout"


class SilenceTimeoutError(UnavailableError):
    """Tokens came and then none for too long. Slots: what, seconds."""

    code = "model_silence_timeout"


class StreamBrokenError(UnavailableError):
    """The reply ended in the middle: an error line, or the connection died. Slots: what, detail."""

    code = "model_stream_broken"


class ServerFaultError(UnavailableError):
    """The server answered with a 5xx or 429. Slots: what, status, detail."""

    code = "model_server_fault"


class GarbageReplyError(UnavailableError):
    """What came is not the protocol. Slots: what, detail."""

    code = "model_garbage"


class RequestRefusedError(SettingsError):
    """The server understood and said no (4xx). Slots: what, status, detail."""

    code = "model_refused"


class KeyRefusedError(SettingsError):
    """401 or 403. Slots: what."""

    code = "model_key_refused"


class ModelMissingError(SettingsError):
    """The server or the disk does not have this model. Slots: what, model, pull (the command that brings it)."""

    code = "model_missing"


class NoModelError(SettingsError):
    """No provider can be used. Slots: tried (one line each)."""

    code = "no_model"


class DriverMissingError(SettingsError):
    """The embedded engine is not installed. Slots: detail."""

    code = "model_driver_missing"


class ModelFileError(SettingsError):
    """A GGUF file that is missing or cannot be loaded. Slots: path, detail."""

    code = "model_file"


class PromptTooLongError(LimitError):
    """The prompt does not fit the window; nothing was sent. Slots: count, window, room (tokens kept for the reply)."""

    code = "prompt_too_long"


class PromptCutError(LimitError):
    """The server read less than was sent: its answer would rest on half a prompt. Slots: what, count, read, window."""

    code = "prompt_cut"


class DigestMismatchError(SettingsError):
    """A downloaded file is not the one that was published; it has been removed. Slots: source, expected, found."""

    code = "model_digest"


class NoSpaceError(SettingsError):
    """Not enough room on the disk. Slots: path, needed_mb, free_mb."""

    code = "model_no_space"


class NoSourceError(SettingsError):
    """No source had the model. Slots: model, tried (one line each)."""

    code = "model_no_source"


class UnknownModelError(SettingsError):
    """A name that `aiws model pull` does not know. Slots: model, known."""

    code = "model_unknown"

"""Texts of the models. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "models.provider.ollama": ("Ollama", "Ollama"),
    "models.provider.openai": ("OpenAI 호환 서버", "OpenAI-compatible server"),
    "models.provider.embedded": ("내장 엔진", "embedded engine"),
    "models.picked": ("모델: {model} ({provider})", "model: {model} ({provider})"),
    "models.because": ("[다음은 쓰지 않음 — {reasons}]", "[not used — {reasons}]"),
    "models.passed.model_unreachable": ("{what}에서 응답 없음", "nothing answers at {what}"),
    "models.passed.model_missing": ("{model} 모델 없음", "no model {model}"),
    "models.passed.settings": ("주소가 설정되지 않음", "no address is set"),
    "models.passed.model_file": ("내려받은 모델 없음", "no model has been pulled"),
    "models.passed.model_driver_missing": ("엔진이 설치되지 않음", "the engine is not installed"),
    "models.nothing_listens": ("응답하는 프로그램이 없습니다", "nothing listens there"),
    "models.bad_address": (
        "'{value}'은(는) 서버 주소가 아닙니다. http://서버:포트 형식으로 적어 주세요",
        "'{value}' is no server address; write it as http://server:port",
    ),
    "models.not_set": ("설정되어 있지 않습니다", "it is not set"),
    "models.no_file": ("파일이 없습니다", "there is no such file"),
    "models.not_pulled": ("아직 내려받은 모델이 없습니다", "no model has been pulled yet"),
    "models.not_whole": (
        "파일이 온전하지 않습니다. 다시 내려받아 주세요",
        "the file is not whole; pull it again",
    ),
    "models.pull.source": ("받는 곳: {source}", "from: {source}"),
    "models.pull.left": ("{source}에서 받지 못함: {reason}", "not from {source}: {reason}"),
    "models.pull.already": ("이미 있습니다: {path} ({digest})", "already here: {path} ({digest})"),
    "models.pull.offline": (
        "AIWS_OFFLINE이 켜져 있어 배포처와 패키지 저장소에는 묻지 않았습니다",
        "AIWS_OFFLINE is on: neither the publisher nor the package index was asked",
    ),
    "models.pull.checking": ("SHA-256을 확인하고 있습니다", "checking its SHA-256"),
    "models.pull.done": (
        "받았습니다: {path}\n  받은 곳: {source}\n  {digest}",
        "here: {path}\n  from: {source}\n  {digest}",
    ),
    "models.pull.waits": (
        "다른 프로세스에서 같은 모델을 받고 있어 기다립니다",
        "another process is fetching this model; waiting for it",
    ),
    "models.pull.resumes": (
        "연결이 끊겨 {done_mb:,} MB부터 이어받습니다",
        "the connection broke; going on from {done_mb:,} MB",
    ),
    "models.pull.other_size": (
        "크기가 다릅니다: {found:,}바이트(원래 {expected:,}바이트)",
        "another size: {found:,} bytes, not {expected:,}",
    ),
    "models.pull.other_model": (
        "{path:은/는} {model} 모델이 아닙니다",
        "{path} is not {model}",
    ),
    "models.pull.no_sum": ("SHA-256 값이 없습니다", "there is no SHA-256 beside it"),
    "models.pull.no_wheel": ("{package} 패키지를 찾을 수 없습니다", "there is no package {package}"),
    "models.pull.no_pip": ("pip을 실행할 수 없습니다", "there is no pip to run"),
    "models.pull.ollama": (
        "Ollama({where})에서 {model:을/를} 받습니다",
        "Ollama at {where} fetches {model}",
    ),
    "error.model_unreachable": (
        "모델 서버 {what}에 연결할 수 없습니다: {detail}",
        "the model server {what} cannot be reached: {detail}",
    ),
    "error.model_unreachable.hint": (
        "서버가 실행 중인지, OLLAMA_HOST나 AIWS_OPENAI_BASE_URL이 맞는지 확인해 주세요. 이 컴퓨터만으로 쓰려면 `--provider embedded`를 붙이면 됩니다.",
        "See whether it runs and whether OLLAMA_HOST or AIWS_OPENAI_BASE_URL is right, or use `--provider embedded`, which needs no server.",
    ),
    "error.model_connect_timeout": (
        "모델 서버 {what}에 {seconds:g}초 안에 연결되지 않았습니다.",
        "no connection to the model server {what} within {seconds:g} s.",
    ),
    "error.model_connect_timeout.hint": (
        "주소와 방화벽, 프록시(NO_PROXY) 설정을 확인해 주세요. 기다리는 시간은 `connect_timeout`으로 바꿀 수 있습니다.",
        "Check the address, the firewall and the proxy (NO_PROXY). The wait is the setting `connect_timeout`.",
    ),
    "error.model_first_token_timeout": (
        "모델 서버 {what}에서 {seconds:g}초 동안 응답이 오지 않았습니다.",
        "the model server {what} sent nothing within {seconds:g} s.",
    ),
    "error.model_first_token_timeout.hint": (
        "CPU 서버에서는 긴 질문을 읽는 데 몇 분이 걸릴 수 있습니다. 서버가 다른 요청을 처리 중인지 확인하거나 `first_token_timeout`을 늘려 주세요.",
        "Reading a long prompt can take minutes on a CPU. See whether the server is busy, or raise `first_token_timeout`.",
    ),
    "error.model_silence_timeout": (
        "모델 서버 {what}의 답변이 도중에 {seconds:g}초 동안 멈췄습니다.",
        "the model server {what} fell silent for {seconds:g} s in the middle of a reply.",
    ),
    "error.model_silence_timeout.hint": (
        "다시 시도해 주세요. 되풀이되면 서버의 상태를 확인하거나 `between_tokens_timeout`을 늘려 주세요.",
        "Try again. If it happens again look at the server, or raise `between_tokens_timeout`.",
    ),
    "error.model_stream_broken": (
        "모델 서버 {what}의 답변이 도중에 끊겼습니다: {detail}",
        "the reply of the model server {what} broke off: {detail}",
    ),
    "error.model_stream_broken.hint": (
        "다시 시도해 주세요. 메모리 부족으로 모델이 내려갔을 수 있으니 서버 기록을 확인해 주세요.",
        "Try again. The model may have run out of memory: the server's log tells.",
    ),
    "error.model_server_fault": (
        "모델 서버 {what}에 오류가 있습니다(HTTP {status}): {detail}",
        "the model server {what} has a fault (HTTP {status}): {detail}",
    ),
    "error.model_server_fault.hint": (
        "잠시 뒤 다시 시도하고, 되풀이되면 서버 기록을 확인해 주세요.",
        "Try again in a moment; if it stays, look at the server's log.",
    ),
    "error.model_garbage": (
        "모델 서버 {what}에서 알 수 없는 형식의 응답이 왔습니다: {detail}",
        "what came from {what} is not what a model server sends: {detail}",
    ),
    "error.model_garbage.hint": (
        "주소가 모델 서버를 가리키는지, 중간에 프록시가 끼어 있지 않은지 확인해 주세요.",
        "Check that the address is the model server's and that no proxy answers in its place.",
    ),
    "error.model_refused": (
        "모델 서버 {what}에서 요청을 거절했습니다(HTTP {status}): {detail}",
        "the model server {what} refused the request (HTTP {status}): {detail}",
    ),
    "error.model_refused.hint": (
        "`aiws doctor`로 모델이 도구 호출과 생각(think) 기능을 지원하는지 확인해 주세요.",
        "`aiws doctor` shows whether the model supports tools and thinking.",
    ),
    "error.model_key_refused": (
        "모델 서버 {what}에서 인증 키를 받아들이지 않았습니다.",
        "the model server {what} did not accept the key.",
    ),
    "error.model_key_refused.hint": (
        "AIWS_OPENAI_API_KEY(Ollama는 OLLAMA_API_KEY)를 확인해 주세요.",
        "Check AIWS_OPENAI_API_KEY (for Ollama: OLLAMA_API_KEY).",
    ),
    "error.model_missing": (
        "{what}에 모델 {model:이/가} 없습니다.",
        "{what} does not have the model {model}.",
    ),
    "error.model_missing.hint": (
        "`{pull}` 명령을 실행하거나 `aiws model list`에 나오는 다른 모델을 골라 주세요.",
        "Run `{pull}`, or take another one from `aiws model list`.",
    ),
    "error.no_model": (
        "사용할 수 있는 모델이 없습니다.\n{tried}",
        "there is no model to use.\n{tried}",
    ),
    "error.no_model.hint": (
        "`aiws model pull`로 이 컴퓨터에서 도는 모델을 내려받거나, Ollama를 실행해 주세요.",
        "`aiws model pull` fetches one that runs on this machine; or start Ollama.",
    ),
    "error.model_driver_missing": (
        "내장 엔진이 설치되어 있지 않습니다: {detail}",
        "the embedded engine is not installed: {detail}",
    ),
    "error.model_driver_missing.hint": (
        "`pip install 'aiws-cli[embedded]'`를 실행해 주세요.",
        "Run `pip install 'aiws-cli[embedded]'`.",
    ),
    "error.model_file": (
        "모델 파일 {path:을/를} 쓸 수 없습니다: {detail}",
        "the model file {path} cannot be used: {detail}",
    ),
    "error.model_file.hint": (
        "`aiws model pull`로 내려받거나 AIWS_GGUF에 GGUF 파일의 경로를 지정해 주세요.",
        "Fetch one with `aiws model pull`, or set AIWS_GGUF to a GGUF file.",
    ),
    "error.prompt_too_long": (
        "보낼 내용({count:,} 토큰)이 모델이 읽을 수 있는 길이({window:,} 토큰)를 넘어 보내지 않았습니다.",
        "what would be sent ({count:,} tokens) does not fit the model's window ({window:,} tokens); nothing was sent.",
    ),
    "error.prompt_too_long.hint": (
        "질문이나 첨부 내용을 줄이거나 `num_ctx`를 늘려 주세요.",
        "Shorten the question or what is attached, or raise `num_ctx`.",
    ),
    "error.prompt_cut": (
        "모델 서버 {what}에서 {count:,} 토큰 가운데 {read:,} 토큰만 읽었습니다. 잘린 내용으로 만든 답은 버렸습니다.",
        "the model server {what} read only {read:,} of {count:,} tokens; an answer from a cut prompt was thrown away.",
    ),
    "error.prompt_cut.hint": (
        "서버의 컨텍스트 길이(OLLAMA_CONTEXT_LENGTH, num_ctx)를 늘리거나 질문을 줄여 주세요.",
        "Raise the server's context length (OLLAMA_CONTEXT_LENGTH, num_ctx), or shorten the question.",
    ),
    "error.model_digest": (
        "{source}에서 받은 파일이 배포된 원본과 다릅니다. 파일은 지웠습니다.\n  원본 SHA-256: {expected}\n  받은 파일:    {found}",
        "the file from {source} is not the one that was published; it was removed.\n  published SHA-256: {expected}\n  received:          {found}",
    ),
    "error.model_digest.hint": (
        "미러에 올린 파일이 손상되지 않았는지 확인하고 다시 받아 주세요.",
        "See whether the mirror's copy is damaged, then pull again.",
    ),
    "error.model_no_space": (
        "{path}에 남은 공간이 부족합니다: {needed_mb:,} MB 필요, {free_mb:,} MB 남음",
        "not enough room in {path}: {needed_mb:,} MB needed, {free_mb:,} MB free",
    ),
    "error.model_no_space.hint": (
        "공간을 비우거나 AIWS_HOME을 다른 디스크로 옮겨 주세요.",
        "Free some, or move AIWS_HOME to another disk.",
    ),
    "error.model_no_source": (
        "모델 {model:을/를} 받을 수 있는 곳이 없습니다.\n{tried}",
        "no source has the model {model}.\n{tried}",
    ),
    "error.model_no_source.hint": (
        "GGUF 파일이 있으면 AIWS_GGUF에, 사내 미러가 있으면 AIWS_MODEL_MIRROR에 지정해 주세요.",
        "Set AIWS_GGUF to a GGUF file, or AIWS_MODEL_MIRROR to a mirror inside your network.",
    ),
    "error.model_unknown": (
        "모르는 모델입니다: {model}",
        "no model is known by the name {model}",
    ),
    "error.model_unknown.hint": (
        "받을 수 있는 모델: {known}",
        "These can be pulled: {known}",
    ),
}

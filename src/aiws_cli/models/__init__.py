"""Language models behind one Protocol (`core.ports.Model`): Ollama, OpenAI-compatible servers, llama.cpp in-process.

Start at `choose.choose`. Drivers (ollama, httpx, xllamacpp) are imported only when a model of theirs is made.
"""

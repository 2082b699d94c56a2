"""llama.cpp's own tokenizer, through the server inside `xllamacpp`."""
import json
import socket
import urllib.request

import xllamacpp


class LlamaCpp:
    def __init__(self, path: str):
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx, params.n_parallel, params.warmup, params.cpuparams.n_threads = 64, 1, False, 1
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            params.port = free.getsockname()[1]
        self.server = xllamacpp.Server(params)

    def post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(self.server.listening_address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request))

    def encode(self, text: str) -> list[int]:
        """No special tokens added, those in the text recognised."""
        return self.post("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"]

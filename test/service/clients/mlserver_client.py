"""Encodes requests by MLServer's codecs, sends them, and decodes the answers: url folder-for-files."""

import json
import pathlib
import subprocess
import sys
import urllib.request

import numpy as np
import pandas as pd
from mlserver.codecs import NumpyCodec, NumpyRequestCodec, PandasCodec, StringCodec
from mlserver.types import InferenceRequest, InferenceResponse, RequestInput, RequestOutput

url, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def send(model, request):
    text = request if isinstance(request, str) else request.model_dump_json()
    sent = urllib.request.Request(f"{url}/v2/models/{model}/infer", text.encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(sent) as answer:
        return InferenceResponse.model_validate_json(answer.read())


frame = pd.DataFrame({"age": np.array([41.5, 20.0]), "children": [3, 2], "city": ["Köln", "Perth"]})
by_hand = InferenceRequest(
    inputs=[
        NumpyCodec.encode_input("age", frame[["age"]].to_numpy()),
        NumpyCodec.encode_input("children", frame[["children"]].to_numpy()),
        StringCodec.encode_input("city", frame["city"].tolist(), use_bytes=False),
    ],
    outputs=[RequestOutput(name="output_label")],
)
answers = {
    "pandas": send("named-inputs", PandasCodec.encode_request(frame)),
    "pandas without null fields": send(
        "named-inputs", PandasCodec.encode_request(frame, use_bytes=False).model_dump_json(exclude_none=True)
    ),
    "pandas with null fields": send("named-inputs", json.dumps(json.loads(
        InferenceRequest.model_dump_json(PandasCodec.encode_request(frame), exclude_none=False)
    ) | {"id": None, "outputs": None})),
    "codecs by hand": send("named-inputs", by_hand),
}
decoded = {name: NumpyCodec.decode_output(answer.outputs[0]).reshape(-1).tolist() for name, answer in answers.items()}
frames = PandasCodec.decode_response(
    InferenceResponse(model_name="x", outputs=answers["pandas"].outputs[:1])
)["output_label"].tolist()

# The command line that ships with MLServer.
(folder / "in.jsonl").write_text(by_hand.model_dump_json() + "\n")
options = ["-u", url.removeprefix("http://"), "-m", "named-inputs", "-i", folder / "in.jsonl", "-o", folder / "out.jsonl"]
subprocess.run(
    [pathlib.Path(sys.executable).parent / "mlserver", "infer", *options, "--workers", "1"],
    check=True,
    capture_output=True,
)
line = json.loads((folder / "out.jsonl").read_text())
print(json.dumps({"decoded": decoded, "frame": frames, "command": line["outputs"][0]["data"]}))

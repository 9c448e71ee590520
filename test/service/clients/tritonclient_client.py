"""Calls a server with Triton's clients in all their ways, and prints what came back: url model cases.json."""

import asyncio
import json
import sys

import numpy as np
import tritonclient.http as sync_client
import tritonclient.http.aio as aio_client
from tritonclient.utils import InferenceServerException

url, model, path = sys.argv[1:4]
case = json.load(open(path))
TYPES = {"FP32": np.float32, "FP64": np.float64, "INT64": np.int64, "BOOL": np.bool_, "BYTES": np.object_}


def inputs_of(module, binary):
    tensors = []
    for spec in case["inputs"]:
        values = [int(v) for v in spec["data"]] if spec["datatype"] == "INT64" else spec["data"]
        values = [np.nan if v is None else v for v in values]
        tensor = module.InferInput(spec["name"], spec["shape"], spec["datatype"])
        array = np.array(values, dtype=TYPES[spec["datatype"]]).reshape(spec["shape"])
        tensor.set_data_from_numpy(array, binary_data=binary)
        tensors.append(tensor)
    return tensors


def outputs_of(module, binary):
    return [module.InferRequestedOutput(name, binary_data=binary) for name in case["outputs"]]


def plain(result):
    def values(name):
        array = result.as_numpy(name)
        texts = [v.decode() if isinstance(v, bytes) else v for v in array.reshape(-1).tolist()]
        return {"shape": list(array.shape), "data": [str(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in texts]}

    return {name: values(name) for name in case["outputs"]}


# Binary tensors both ways are the clients' default, which also asks for no outputs by name.
WAYS = {
    "default": dict(binary=True, outputs=None, options={}),
    "JSON": dict(binary=False, outputs=False, options={}),
    "JSON in, binary out": dict(binary=False, outputs=True, options={}),
    "binary in, JSON out": dict(binary=True, outputs=False, options={}),
    "gzip": dict(
        binary=True,
        outputs=True,
        options={"request_compression_algorithm": "gzip", "response_compression_algorithm": "gzip"},
    ),
    "deflate": dict(
        binary=False,
        outputs=None,
        options={"request_compression_algorithm": "deflate", "response_compression_algorithm": "deflate"},
    ),
}


def arguments(module, way):
    outputs = None if way["outputs"] is None else outputs_of(module, way["outputs"])
    return dict(inputs=inputs_of(module, way["binary"]), outputs=outputs, request_id="7", **way["options"])


def about(client):
    return {
        "live": client.is_server_live(),
        "ready": client.is_server_ready(),
        "model ready": client.is_model_ready(model),
        "server": client.get_server_metadata(),
        "metadata": client.get_model_metadata(model),
        "config": client.get_model_config(model),
        "index": client.get_model_repository_index(),
        "statistics": client.get_inference_statistics(model),
        "all statistics": client.get_inference_statistics(),
    }


def refusal(client):
    try:
        client.infer(model, inputs=inputs_of(sync_client, True)[1:])
    except InferenceServerException as error:
        return {"status": error.status(), "message": error.message()}


async def call_aio():
    client = aio_client.InferenceServerClient(url)
    answers = {}
    for name, way in WAYS.items():
        answers[f"aio, {name}"] = plain(await client.infer(model, **arguments(aio_client, way)))
    assert await client.is_model_ready(model)
    await client.close()
    return answers


client = sync_client.InferenceServerClient(url)
answers = {f"http, {name}": plain(client.infer(model, **arguments(sync_client, way))) for name, way in WAYS.items()}
answers.update(asyncio.run(call_aio()))
print(json.dumps({"answers": answers, "about": about(client), "refusal": refusal(client)}))

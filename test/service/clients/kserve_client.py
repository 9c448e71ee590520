"""Calls a server with KServe's client in both protocols, and prints what came back: url model."""

import asyncio
import json
import logging
import sys

import numpy as np
from kserve import InferInput, InferRequest
from kserve.inference_client import InferenceRESTClient, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

logging.disable(logging.CRITICAL)
url, model, path = sys.argv[1:4]
rows = np.array(json.load(open(path)), np.float64)


def request(datatype, binary, parameters=None, outputs=None):
    tensor = InferInput("X", list(rows.shape), datatype)
    tensor.set_data_from_numpy(rows.astype(np.float32 if datatype == "FP32" else np.float64), binary_data=binary)
    return InferRequest(model, [tensor], request_id="7", parameters=parameters, request_outputs=outputs)


def plain(response):
    return {
        "id": response.id,
        "outputs": {o.name: {"shape": o.shape, "data": o.as_numpy().reshape(-1).tolist()} for o in response.outputs},
    }


REQUESTS = {
    "JSON": lambda: request("FP32", False),
    "JSON of 64-bit floats": lambda: request("FP64", False),
    "bytes": lambda: request("FP32", True),
    "bytes of 64-bit floats": lambda: request("FP64", True),
    "bytes both ways": lambda: request("FP32", True, {"binary_data_output": True}),
    "bytes out": lambda: request("FP32", False, {"binary_data_output": True}),
}


async def main():
    v2 = InferenceRESTClient(RESTConfig(protocol="v2", retries=1))
    v1 = InferenceRESTClient(RESTConfig(protocol="v1", retries=1))
    answers = {name: plain(await v2.infer(url, make(), model_name=model)) for name, make in REQUESTS.items()}
    some = request("FP32", True, outputs=[RequestedOutput("probabilities", {"binary_data": True})])
    try:
        await v1.infer(url, {"instances": []}, model_name=model)
        refusal = None
    except Exception as error:
        refusal = str(error)
    states = {
        "v1 live": await v1.is_server_live(url),
        "v1 model": await v1.is_model_ready(url, model),
        "v2 live": await v2.is_server_live(url),
        "v2 ready": await v2.is_server_ready(url),
        "v2 model": await v2.is_model_ready(url, model),
    }
    return {
        "answers": answers,
        "some": plain(await v2.infer(url, some, model_name=model)),
        "v1": await v1.infer(url, {"instances": rows.tolist(), "signature_name": "x"}, model_name=model),
        "v1 inputs": await v1.infer(url, {"inputs": rows.tolist()}, model_name=model),
        "refusal": refusal,
        "states": states,
    }


print(json.dumps(asyncio.run(main())))

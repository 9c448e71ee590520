"""The usual way to serve an ONNX model with FastAPI: a pydantic body, a session, a dict."""

import os

import numpy
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL_PATH"], options)
app = FastAPI()


class Request(BaseModel):
    features: list[float]


@app.post("/predict-single")
async def predict_single(request: Request):
    label, probabilities = session.run(None, {"features": numpy.array([request.features], dtype=numpy.float32)})
    return {
        "prediction": int(label[0]),
        "probabilities": {"0": float(probabilities[0, 0]), "1": float(probabilities[0, 1])},
    }


@app.get("/livez")
async def livez():
    return {}

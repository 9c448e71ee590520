"""Exports small tabular models and the answers of the Python onnxruntime for a few rows of each."""

import json
import pathlib
import tempfile
import warnings

import lightgbm
import numpy as np
import onnx
import onnxmltools
import onnxruntime
import xgboost
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic
from onnxmltools.convert.common.data_types import FloatTensorType as MlFloat
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris, make_classification
from sklearn.ensemble import (
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from skl2onnx import to_onnx
from skl2onnx.common.data_types import (
    BooleanTensorType,
    DoubleTensorType,
    FloatTensorType,
    Int64TensorType,
    StringTensorType,
)

warnings.filterwarnings("ignore")
OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "fixtures" / "models"
OPSET = {"": 17, "ai.onnx.ml": 3}
ROWS = 6

iris_x, iris_y = load_iris(return_X_y=True)
iris_x = iris_x.astype(np.float32)
wide_x, wide_y = make_classification(400, 20, n_informative=8, random_state=7)
wide_x = wide_x.astype(np.float32)
diabetes_x, diabetes_y = load_diabetes(return_X_y=True)
diabetes_x = diabetes_x.astype(np.float32)
rng = np.random.default_rng(7)


make_attribute = helper.make_attribute


def attribute_of_numbers(key, value, *more, **options):
    """skl2onnx 1.20 writes truth values where protobuf 7 takes integers only."""
    if isinstance(value, list):
        value = [int(v) if isinstance(v, (bool, np.bool_)) else v for v in value]
    return make_attribute(key, value, *more, **options)


helper.make_attribute = attribute_of_numbers


def sample(x):
    return x[:: max(1, len(x) // ROWS)][:ROWS]


def plain(value):
    """JSON without loss: int64 as decimal strings, a missing value as null."""
    array = np.asarray(value)
    if array.dtype.kind == "f" and np.isnan(array).any():
        return [None if np.isnan(v) else v for v in array.reshape(-1).tolist()]
    if array.dtype == np.int64:
        return [str(v) for v in array.reshape(-1).tolist()]
    if array.dtype.kind in "OU":
        return [str(v) for v in array.reshape(-1).tolist()]
    return array.reshape(-1).tolist()


def output(name, value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        classes = list(value[0])
        return {
            "name": name,
            "classes": [str(c) for c in classes],
            "shape": [len(value), len(classes)],
            "data": [float(row[c]) for row in value for c in classes],
        }
    if isinstance(value, list):
        return {"name": name, "sequence": [output(f"{name}_{i}", item) for i, item in enumerate(value)]}
    return {"name": name, "shape": list(value.shape), "data": plain(value)}


def answers(session, feeds, row_axes, fixed):
    """The answers of all rows; row_axes names the axis of the rows where it is not the first."""
    names = [o.name for o in session.get_outputs()]
    fixed = fixed or session.get_inputs()[0].shape[0]
    if not isinstance(fixed, int):
        return [output(n, first(v, row_axes.get(n, 0))) for n, v in zip(names, session.run(None, feeds))]
    count = len(next(iter(feeds.values())))
    parts = [session.run(None, {k: v[i : i + fixed] for k, v in feeds.items()}) for i in range(0, count, fixed)]
    return [output(n, np.concatenate([p[j] for p in parts])) for j, n in enumerate(names)]


def first(value, axis):
    return value if axis == 0 else np.moveaxis(value, axis, 0)


def case_of(session, feeds, row_axes, fixed):
    return {
        "inputs": [
            {"name": i.name, "type": i.type, "shape": list(feeds[i.name].shape), "data": plain(feeds[i.name])}
            for i in session.get_inputs()
        ],
        "outputs": answers(session, feeds, row_axes, fixed),
    }


def save(name, model, feeds, *, missing=None, row_axes={}, fixed=None, answered_by=None):
    """
    Writes a model and the answers to rows without and, in `missing`, with missing values. `answered_by` is the same
    model in a form that runs here.
    """
    data = model.SerializeToString()
    assert len(data) <= 300_000, f"{name} has {len(data)} bytes"
    session = onnxruntime.InferenceSession((answered_by or model).SerializeToString())
    case = case_of(session, feeds, row_axes, fixed)
    if missing is not None:
        case["missing"] = case_of(session, missing, row_axes, fixed)
    (OUT / f"{name}.onnx").write_bytes(data)
    (OUT / f"{name}.json").write_text(json.dumps(case, indent=1) + "\n")
    print(f"{name}: {len(data)} bytes")


def sklearn_model(name, estimator, initial, rows, **options):
    model = to_onnx(estimator, initial_types=[("X", initial)], target_opset=OPSET, options=options or None)
    save(name, model, {"X": rows})


def single_tensor_models():
    forest = RandomForestClassifier(10, max_depth=5, random_state=7)
    f4 = FloatTensorType([None, 4])
    sklearn_model("forest-zipmap", forest.fit(iris_x, iris_y), f4, sample(iris_x))
    names = np.array(["setosa", "versi \"color\"", "virginica"])[iris_y]
    sklearn_model("forest-string-labels", forest.fit(iris_x, names), f4, sample(iris_x))
    sklearn_model("forest-undeclared", forest.fit(wide_x, wide_y), FloatTensorType([None, None]), sample(wide_x))
    sklearn_model("logistic-tensor", LogisticRegression().fit(iris_x, iris_y), f4, sample(iris_x), zipmap=False)
    sklearn_model("logistic-columns", LogisticRegression().fit(iris_x, iris_y), f4, sample(iris_x), zipmap="columns")
    scaled = make_pipeline(StandardScaler(), LogisticRegression()).fit(wide_x, wide_y)
    sklearn_model("scaler-undeclared", scaled, FloatTensorType([None, None]), sample(wide_x))
    sklearn_model("logistic-fixed-batch", scaled, FloatTensorType([1, 20]), sample(wide_x), zipmap=False)
    sklearn_model("logistic-float64", scaled, DoubleTensorType([None, 20]), sample(wide_x).astype(np.float64), zipmap=False)
    huge = np.array([-(2**53) - 1, 2**53 + 1, 2**63 - 1])[iris_y]
    sklearn_model("logistic-huge-labels", LogisticRegression().fit(iris_x, huge), f4, sample(iris_x))
    tens = np.rint(iris_x * 10).astype(np.int64)
    sklearn_model("forest-int64", forest.fit(tens, iris_y), Int64TensorType([None, 4]), sample(tens))
    flags = wide_x[:, :6] > 0
    sklearn_model("tree-bool", forest.fit(flags, wide_y), BooleanTensorType([None, 6]), sample(flags))
    sklearn_model("mlp", MLPClassifier((8,), max_iter=80, random_state=7).fit(iris_x, iris_y), f4, sample(iris_x))
    sklearn_model("naive-bayes", GaussianNB().fit(iris_x, names), f4, sample(iris_x))
    sklearn_model("neighbours", KNeighborsClassifier(3).fit(iris_x, iris_y), f4, sample(iris_x))
    sklearn_model("svc", SVC(probability=True, random_state=7).fit(iris_x, iris_y), f4, sample(iris_x))
    outliers = IsolationForest(n_estimators=10, random_state=7).fit(iris_x)
    save("isolation-forest", to_onnx(outliers, iris_x[:1], target_opset={"": 15, "ai.onnx.ml": 3}), {"X": sample(iris_x)})


def regressors():
    f10 = FloatTensorType([None, 10])
    boosted = GradientBoostingRegressor(n_estimators=20, random_state=7).fit(diabetes_x, diabetes_y)
    sklearn_model("regressor", boosted, f10, sample(diabetes_x))
    two = np.stack([diabetes_y, -diabetes_y], axis=1)
    forest = RandomForestRegressor(8, max_depth=5, random_state=7).fit(diabetes_x, two)
    sklearn_model("regressor-two-targets", forest, f10, sample(diabetes_x))
    linear = LinearRegression().fit(diabetes_x, diabetes_y)
    sklearn_model("linear-undeclared", linear, FloatTensorType([None, None]), sample(diabetes_x))


def multi_output_classifier():
    two = np.stack([wide_y, (wide_x[:, 0] > 0).astype(int) + (wide_x[:, 1] > 0)], axis=1)
    model = MultiOutputClassifier(LogisticRegression()).fit(wide_x, two)
    sklearn_model("multi-output-classifier", model, FloatTensorType([None, 20]), sample(wide_x), zipmap=False)


def named_inputs():
    import pandas

    size = 200
    frame = pandas.DataFrame(
        {
            "age": rng.normal(40, 10, size).astype(np.float32),
            "children": rng.integers(0, 5, size),
            "city": rng.choice(["Köln", "Perth", "São Paulo"], size),
        }
    )
    target = (frame.age > 40) ^ (frame.city == "Perth")
    encode = ColumnTransformer(
        [
            ("number", StandardScaler(), ["age", "children"]),
            ("city", OneHotEncoder(handle_unknown="ignore"), ["city"]),
        ]
    )
    pipeline = make_pipeline(encode, LogisticRegression()).fit(frame, target.astype(int))
    types = [
        ("age", FloatTensorType([None, 1])),
        ("children", Int64TensorType([None, 1])),
        ("city", StringTensorType([None, 1])),
    ]
    model = to_onnx(pipeline, initial_types=types, target_opset=OPSET)
    rows = frame.head(ROWS)
    feeds = {
        "age": rows[["age"]].to_numpy(np.float32),
        "children": rows[["children"]].to_numpy(np.int64),
        "city": rows[["city"]].to_numpy(object),
    }
    save("named-inputs", model, feeds)
    words = frame[["city"]].to_numpy(object).astype(str)
    for unknown in ("ignore", "error"):
        text = make_pipeline(OneHotEncoder(handle_unknown=unknown), LogisticRegression()).fit(words, target)
        model = to_onnx(text, initial_types=[("X", StringTensorType([None, 1]))], target_opset=OPSET)
        save(f"strings-{unknown}-unknown", model, {"X": words[:ROWS].astype(object)})


def boosted_trees():
    f20 = [("input", MlFloat([None, 20]))]
    rows = sample(wide_x)
    quiet = {"verbose": -1, "random_state": 7, "n_estimators": 10}
    light = lightgbm.LGBMClassifier(**quiet).fit(wide_x, wide_y)
    save("lightgbm", onnxmltools.convert_lightgbm(light, initial_types=f20, target_opset=15), {"input": rows})
    light = lightgbm.LGBMRegressor(**quiet).fit(wide_x, wide_x[:, 0] * 3)
    save("lightgbm-regressor", onnxmltools.convert_lightgbm(light, initial_types=f20, target_opset=15), {"input": rows})
    extreme = xgboost.XGBClassifier(n_estimators=10, max_depth=4, random_state=7).fit(iris_x, iris_y)
    f4 = [("input", MlFloat([None, 4]))]
    save("xgboost", onnxmltools.convert_xgboost(extreme, initial_types=f4, target_opset=15), {"input": sample(iris_x)})
    extreme = xgboost.XGBClassifier(n_estimators=10, max_depth=4, random_state=7).fit(wide_x, wide_y)
    free = [("input", MlFloat([None, None]))]
    save("xgboost-undeclared", onnxmltools.convert_xgboost(extreme, initial_types=free, target_opset=15), {"input": rows})
    extreme = xgboost.XGBRegressor(n_estimators=10, max_depth=4, random_state=7).fit(wide_x, wide_x[:, 0] * 3)
    save("xgboost-regressor", onnxmltools.convert_xgboost(extreme, initial_types=f20, target_opset=15), {"input": rows})


def graph_model(name, nodes, inputs, outputs, initializers=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(a, n) for n, a in initializers])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def hand_made(name, nodes, inputs, outputs, feeds, initializers=(), **options):
    save(name, graph_model(name, nodes, inputs, outputs, initializers), feeds, **options)


def graphs_made_by_hand():
    value = helper.make_tensor_value_info
    x = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]], np.float32)
    f, b = TensorProto.FLOAT, ["n", 3]
    # The logarithm of a negative number is NaN: an answer that JSON can't hold.
    hand_made("logarithm", [helper.make_node("Log", ["x"], ["y"])], [value("x", f, b)], [value("y", f, b)], {"x": x})
    double = [helper.make_node("Add", ["x", "x"], ["y"])]
    hand_made("fixed-batch-of-two", double, [value("x", f, [2, 3])], [value("y", f, [2, 3])], {"x": x})
    hand_made("nothing-declared", double, [value("x", f, ["n", "m"])], [value("y", f, ["n", "m"])], {"x": x})
    # The mean over the batch depends on who shares it: such a model must see each request alone.
    mean = [helper.make_node("ReduceMean", ["x"], ["m"], axes=[0], keepdims=1), helper.make_node("Sub", ["x", "m"], ["y"])]
    hand_made("batch-dependent", mean, [value("x", f, b)], [value("y", f, b)], {"x": x[:1]})
    image = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    flat = [helper.make_node("Flatten", ["x"], ["y"])]
    hand_made("three-axes", flat, [value("x", f, ["n", 3, 4])], [value("y", f, ["n", 12])], {"x": image})


def without(x):
    """Rows in which values are missing: each column in a row, and all of them in the last."""
    rows = np.array(x[: ROWS], copy=True)
    for row in range(len(rows) - 1):
        rows[row, row % rows.shape[1]] = np.nan
    rows[-1] = np.nan
    return rows


def missing_values():
    x = np.array(iris_x, copy=True)
    x[rng.random(x.shape) < 0.2] = np.nan
    feeds, missing = {"input": sample(iris_x)}, {"input": without(iris_x)}
    extreme = xgboost.XGBClassifier(n_estimators=4, max_depth=3, random_state=7).fit(x, iris_y)
    f4 = [("input", MlFloat([None, 4]))]
    save("xgboost-missing", onnxmltools.convert_xgboost(extreme, initial_types=f4, target_opset=15), feeds, missing=missing)
    feeds, missing = {"X": sample(iris_x)}, {"X": without(iris_x)}
    boosted = HistGradientBoostingRegressor(max_iter=4, max_depth=2, random_state=7).fit(x, iris_y)
    imputed = make_pipeline(SimpleImputer(), LogisticRegression()).fit(x, iris_y)
    for name, estimator in ("histogram-boosting-missing", boosted), ("imputer-missing", imputed):
        model = to_onnx(estimator, initial_types=[("X", FloatTensorType([None, 4]))], target_opset=OPSET)
        save(name, model, feeds, missing=missing)


def tables_that_are_no_probabilities():
    f4 = FloatTensorType([None, 4])
    sklearn_model("kmeans", KMeans(4, n_init=2, random_state=7).fit(iris_x), f4, sample(iris_x))
    logistic = LogisticRegression().fit(iris_x, iris_y)
    sklearn_model("logistic-raw-scores", logistic, f4, sample(iris_x), zipmap=False, raw_scores=True)
    sklearn_model("linear-svc", LinearSVC().fit(iris_x, iris_y), f4, sample(iris_x))


def multi_label_classifiers():
    x = wide_x[:, :6]
    for labels in 2, 16, 24:
        y = (x @ rng.normal(size=(6, labels)) > 0).astype(int)
        forest = RandomForestClassifier(3, max_depth=3, random_state=7).fit(x, y)
        # With ZipMap, the default, no runtime loads it.
        model = to_onnx(
            forest, initial_types=[("X", FloatTensorType([None, 6]))], target_opset=OPSET, options={"zipmap": False}
        )
        save(f"multi-label-{labels}", model, {"X": sample(x)}, row_axes={"probabilities": 1})
    y = (x @ rng.normal(size=(6, 3)) > 0).astype(int)
    one = OneVsRestClassifier(LogisticRegression()).fit(x, y)
    sklearn_model("multi-label-one-vs-rest", one, FloatTensorType([None, 6]), sample(x), zipmap=False)


def texts():
    words = np.array([["Good MODEL, fine"], ["bad model"], ["ÄRGER über alles"], ["fine Ärger"], ["bad bad"], ["good"]])
    kind = [1, 0, 0, 1, 0, 1]
    pipeline = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(words[:, 0], kind)
    types = [("text", StringTensorType([None, 1]))]
    usual = to_onnx(pipeline, initial_types=types, target_opset=OPSET)
    # The default locale, en_US.UTF-8, has to be installed; the other is always there.
    options = {TfidfVectorizer: {"locale": "C.UTF-8"}}
    runs_here = to_onnx(pipeline, initial_types=types, target_opset=OPSET, options=options)
    save("tfidf", usual, {"text": words.astype(object)}, answered_by=runs_here)


def rows_and_more():
    value, f = helper.make_tensor_value_info, TensorProto.FLOAT
    x = rng.normal(size=(5, 4)).astype(np.float32)
    w = rng.normal(size=(4, 2)).astype(np.float16)
    half = TensorProto.FLOAT16
    product = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    hand_made("half-floats", product, [value("x", half, ["n", 4])], [value("y", half, ["n", 2])], {"x": x.astype(np.float16)}, [("w", w)])
    greater = [helper.make_node("Greater", ["x", "threshold"], ["y"])]
    scalar = [value("x", f, ["n", 4]), value("threshold", f, [])]
    hand_made("scalar-parameter", greater, scalar, [value("y", TensorProto.BOOL, ["n", 4])], {"x": x, "threshold": np.array(0.1, np.float32)})
    # An input that is an initializer as well may be left out.
    optional = [value("x", f, ["n", 4]), value("w", f, [4, 2])]
    hand_made("optional-input", product, optional, [value("y", f, ["n", 2])], {"x": x}, [("w", w.astype(np.float32))])
    ids = rng.integers(0, 20, (4, 10))
    mask = rng.integers(0, 2, (4, 10))
    nodes = [
        helper.make_node("Gather", ["words", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["weight"], to=f),
        helper.make_node("Unsqueeze", ["weight", "last"], ["wide"]),
        helper.make_node("Mul", ["each", "wide"], ["kept"]),
        helper.make_node("ReduceMean", ["kept"], ["y"], axes=[1], keepdims=0),
    ]
    tokens = [value(n, TensorProto.INT64, ["batch", "sequence"]) for n in ("input_ids", "attention_mask")]
    words = [("words", rng.normal(size=(20, 3)).astype(np.float32)), ("last", np.array([2]))]
    hand_made("tokens", nodes, tokens, [value("y", f, ["batch", 3])], {"input_ids": ids, "attention_mask": mask}, words)
    # The exporter declares an open batch axis, but the graph was traced with one row.
    traced = [helper.make_node("Reshape", ["x", "shape"], ["r"]), helper.make_node("MatMul", ["r", "w"], ["y"])]
    weights = [("shape", np.array([1, 4])), ("w", w.astype(np.float32))]
    hand_made("traced-with-one-row", traced, [value("x", f, ["n", 4])], [value("y", f, ["n", 2])], {"x": x}, weights, fixed=1)
    steps = [helper.make_node("Transpose", ["x"], ["y"], perm=[1, 0, 2])]
    times = rng.normal(size=(3, 16, 2)).astype(np.float32)
    hand_made("time-major", steps, [value("x", f, ["n", 16, 2])], [value("y", f, [16, "n", 2])], {"x": times}, row_axes={"y": 1})


def quantised():
    value, f = helper.make_tensor_value_info, TensorProto.FLOAT
    w = rng.normal(size=(4, 3)).astype(np.float32)
    product = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    model = graph_model("int8", product, [value("x", f, ["n", 4])], [value("y", f, ["n", 3])], [("w", w)])
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{n}.onnx" for n in ("float", "int8")]
        onnx.save(model, paths[0])
        quantize_dynamic(*paths)
        # One row: the scale comes from the whole batch.
        save("dynamic-int8", onnx.load(paths[1]), {"x": rng.normal(size=(1, 4)).astype(np.float32)})


def weights_in_another_file():
    value, f = helper.make_tensor_value_info, TensorProto.FLOAT
    w = rng.normal(size=(4, 3)).astype(np.float32)
    product = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    model = graph_model("outside", product, [value("x", f, ["n", 4])], [value("y", f, ["n", 3])], [("w", w)])
    save("external-data", model, {"x": rng.normal(size=(3, 4)).astype(np.float32)})
    path = OUT / "external-data.onnx"
    (OUT / "external-data.weights").unlink(missing_ok=True)
    onnx.save(model, path, save_as_external_data=True, location="external-data.weights", size_threshold=0)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    missing_values()
    tables_that_are_no_probabilities()
    multi_label_classifiers()
    texts()
    rows_and_more()
    quantised()
    weights_in_another_file()
    single_tensor_models()
    regressors()
    multi_output_classifier()
    named_inputs()
    boosted_trees()
    graphs_made_by_hand()

//! Answers POST /predict-single on one thread, with the batching of the service: what has arrived runs together.
//! With MODEL_PATH it loads ONNX Runtime (ORT_DYLIB_PATH), else the forest that is compiled in answers.
use axum::{extract::State, http::StatusCode, routing::get, routing::post, Json, Router};
use ort::{inputs, session::Session, value::Tensor};
use serde::{Deserialize, Serialize};
use std::env;
use tokio::{net::TcpListener, sync::mpsc, sync::oneshot, task::yield_now};

include!(concat!(env!("OUT_DIR"), "/forest.rs"));

const WIDTH: usize = 20;
const MAX_ROWS: usize = 256;

type Row = [f32; WIDTH];

#[derive(Deserialize)]
struct Request {
    features: Vec<f32>,
}

#[derive(Serialize)]
struct Answer {
    prediction: i64,
    probabilities: [f32; 2],
    model_name: &'static str,
    model_version: &'static str,
}

struct Job {
    row: Row,
    reply: oneshot::Sender<(i64, [f32; 2])>,
}

enum Model {
    Runtime(Session),
    Compiled,
}

impl Model {
    fn load() -> Self {
        let Ok(path) = env::var("MODEL_PATH") else { return Model::Compiled };
        let environment = ort::init().with_telemetry(false).build().unwrap();
        let mut builder = Session::builder(&environment).unwrap().with_intra_threads(1).unwrap();
        Model::Runtime(builder.commit_from_file(path).unwrap())
    }

    fn run(&mut self, rows: &[Row]) -> Vec<(i64, [f32; 2])> {
        match self {
            Model::Compiled => rows.iter().map(predict).collect(),
            Model::Runtime(session) => {
                let cells: Vec<f32> = rows.iter().flatten().copied().collect();
                let input = Tensor::from_array(([rows.len(), WIDTH], cells)).unwrap();
                let outputs = session.run(inputs!["features" => input]).unwrap();
                let (_, labels) = outputs["label"].try_extract_tensor::<i64>().unwrap();
                let (_, shares) = outputs["probabilities"].try_extract_tensor::<f32>().unwrap();
                labels.iter().zip(shares.chunks(2)).map(|(label, pair)| (*label, [pair[0], pair[1]])).collect()
            }
        }
    }
}

fn predict(row: &Row) -> (i64, [f32; 2]) {
    let sum: f32 = TREES.iter().map(|tree| tree(row)).sum();
    let share = sum / TREES.len() as f32;
    (i64::from(share > 0.5), [1.0 - share, share])
}

async fn work(mut model: Model, mut queue: mpsc::UnboundedReceiver<Job>) {
    let mut jobs = Vec::new();
    while let Some(job) = queue.recv().await {
        jobs.push(job);
        // Lets the connections that are ready be read first.
        yield_now().await;
        while jobs.len() < MAX_ROWS {
            let Ok(job) = queue.try_recv() else { break };
            jobs.push(job);
        }
        let rows: Vec<Row> = jobs.iter().map(|job| job.row).collect();
        for (job, answer) in jobs.drain(..).zip(model.run(&rows)) {
            let _ = job.reply.send(answer);
        }
    }
}

async fn single(
    State(queue): State<mpsc::UnboundedSender<Job>>,
    Json(request): Json<Request>,
) -> Result<Json<Answer>, StatusCode> {
    let row: Row = request.features.try_into().map_err(|_| StatusCode::BAD_REQUEST)?;
    if row.iter().any(|cell| !cell.is_finite()) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let (reply, answer) = oneshot::channel();
    queue.send(Job { row, reply }).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let (prediction, probabilities) = answer.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(Answer { prediction, probabilities, model_name: "forest", model_version: "1" }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(work(Model::load(), receiver));
    let app = Router::new()
        .route("/livez", get(|| async { "alive" }))
        .route("/predict-single", post(single))
        .with_state(sender);
    let port: u16 = env::var("PORT").unwrap().parse().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    axum::serve(listener, app).await.unwrap();
}

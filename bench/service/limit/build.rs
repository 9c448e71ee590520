//! Writes the forest of the file FOREST as Rust: a function of nested conditions for each tree.
use serde::Deserialize;
use std::{env, fs, path::Path};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Node {
    Split { feature: usize, threshold: f32, left: usize, right: usize },
    Leaf { probability: f32 },
}

fn main() {
    println!("cargo:rerun-if-env-changed=FOREST");
    let path = env::var("FOREST").expect("FOREST names the JSON file of the forest");
    println!("cargo:rerun-if-changed={path}");
    let forest: Vec<Vec<Node>> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut code = String::new();
    for (index, tree) in forest.iter().enumerate() {
        code += &format!("fn tree{index}(x: &[f32; 20]) -> f32 {{ {} }}\n", expression(tree, 0));
    }
    let calls: Vec<String> = (0..forest.len()).map(|index| format!("tree{index}")).collect();
    code += &format!("static TREES: [fn(&[f32; 20]) -> f32; {}] = [{}];\n", forest.len(), calls.join(", "));
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("forest.rs"), code).unwrap();
}

fn expression(tree: &[Node], index: usize) -> String {
    match &tree[index] {
        Node::Leaf { probability } => format!("{probability:?}"),
        Node::Split { feature, threshold, left, right } => format!(
            "if x[{feature}] <= {threshold:?} {{ {} }} else {{ {} }}",
            expression(tree, *left),
            expression(tree, *right)
        ),
    }
}

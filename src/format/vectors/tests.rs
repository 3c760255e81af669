//! Vectors that were written are read back.

use crate::format::vectors::Vectors;
use crate::format::vectors::write::{write_npy_matrix, write_npy_vector, write_safetensors};
use std::path::PathBuf;

fn read(vectors: &Vectors) -> Vec<Vec<f64>> {
    let one = |vector: &crate::format::Vector| {
        let mut values = vec![0.0; vector.length];
        vector.read(0, &mut values).unwrap();
        let mut single = vec![0.0_f32; vector.length.saturating_sub(1)];
        vector.read_single(1, &mut single).unwrap();
        assert!(
            values.iter().skip(1).zip(single).all(|(a, b)| (*a as f32).to_bits() == b.to_bits())
        );
        values
    };
    vectors.vectors.iter().map(one).collect()
}

#[test]
fn one_array_holds_a_vector_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("updates.npy");
    for single in [true, false] {
        write_npy_matrix(&path, &[vec![1.0, 2.0], vec![3.0, 4.5]], single).unwrap();
        let vectors = Vectors::open(std::slice::from_ref(&path), folder.path()).unwrap();
        assert_eq!(read(&vectors), [[1.0, 2.0], [3.0, 4.5]]);
        assert_eq!(vectors.vectors[0].is_single(), single);
    }
}

#[test]
fn tensors_of_several_files_are_joined_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let shapes = [("b".to_owned(), vec![1]), ("a".to_owned(), vec![2, 1])];
    write_safetensors(&file("one.safetensors"), &[9.0, 1.0, 2.0], &shapes, true).unwrap();
    write_npy_vector(&file("two.npy"), &[5.0, 6.0, 7.0], true).unwrap();
    std::fs::write(file("three.npy"), b"no").unwrap();
    let paths: Vec<PathBuf> = ["one.safetensors", "two.npy", "three.npy"].map(file).to_vec();
    let vectors = Vectors::open(&paths, folder.path()).unwrap();
    assert_eq!(read(&vectors), [vec![1.0, 2.0, 9.0], vec![5.0, 6.0, 7.0], vec![]]);
    let flaw = vectors.vectors[2].flaw.as_ref().unwrap();
    assert!(flaw.contains("three.npy begins with the text \"no\""), "{flaw}");
    assert_eq!(vectors.vectors[0].tensors[0], ("a".to_owned(), vec![2, 1]));
}

#[test]
fn one_safetensors_file_holds_a_vector_a_tensor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.safetensors");
    let shapes = [("y".to_owned(), vec![2]), ("x".to_owned(), vec![2])];
    write_safetensors(&path, &[1.0, 2.0, 3.0, 4.0], &shapes, false).unwrap();
    let vectors = Vectors::open(&[path], folder.path()).unwrap();
    assert_eq!(vectors.vectors[0].name.as_deref(), Some("x"));
    assert_eq!(read(&vectors), [[3.0, 4.0], [1.0, 2.0]]);
}

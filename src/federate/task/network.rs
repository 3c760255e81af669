//! The model: multinomial logistic regression, or a perceptron with one hidden layer.

use crate::rng::{Purpose, Stream};

/// Which model is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// Scores z = Wx + b.
    Logistic,
    /// Scores z = W₂ tanh(W₁x + b₁) + b₂.
    Perceptron {
        /// Hidden units.
        hidden: usize,
    },
}

/// A classifier with softmax and cross-entropy, its weights outside of it.
///
/// The loss of a row x of class y is −ln softmax(z)_y = ln Σ exp(z_k) − z_y. Weights are one
/// vector, layer by layer: the matrix row by row (a row an output), then the biases.
///
/// # Examples
///
/// ```
/// use mfn::federate::task::{Architecture, Network};
///
/// let network = Network::new(Architecture::Perceptron { hidden: 5 }, 3, 4);
/// assert_eq!(network.n_weights(), 5 * 3 + 5 + 4 * 5 + 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    architecture: Architecture,
    inputs: usize,
    classes: usize,
}

/// Room for one row: nothing is allocated while training.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    hidden: Vec<f64>,
    scores: Vec<f64>,
    back: Vec<f64>,
}

impl Network {
    /// A model of rows of so many features and classes.
    pub fn new(architecture: Architecture, inputs: usize, classes: usize) -> Self {
        Self { architecture, inputs, classes }
    }

    /// Length of the vector of weights.
    pub fn n_weights(&self) -> usize {
        match self.architecture {
            Architecture::Logistic => self.classes * (self.inputs + 1),
            Architecture::Perceptron { hidden } => {
                hidden * (self.inputs + 1) + self.classes * (hidden + 1)
            }
        }
    }

    /// The weights to start from: nought for logistic regression, whose loss is convex; else
    /// normal with variance 2 / (inputs + outputs) of the layer, and biases of nought.
    ///
    /// # Reference
    ///
    /// X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural
    /// networks*, AISTATS 2010.
    pub(crate) fn start(&self, (seed, repeat): (u128, u64)) -> Vec<f64> {
        let mut weights = vec![0.0; self.n_weights()];
        let Architecture::Perceptron { hidden } = self.architecture else { return weights };
        let stream = Stream::new(seed, repeat, Purpose::TaskWeights);
        let first = hidden * self.inputs;
        let second = first + hidden;
        let layers = [
            (0..first, self.inputs + hidden),
            (second..second + self.classes * hidden, hidden + self.classes),
        ];
        for (range, ends) in layers {
            let spread = (2.0 / ends as f64).sqrt();
            for index in range {
                weights[index] = spread * stream.normal(0, index as u32);
            }
        }
        weights
    }

    /// Adds the gradient of a row's loss to `gradient`.
    pub(crate) fn add_gradient(
        &self,
        weights: &[f64],
        (row, label): (&[f64], usize),
        gradient: &mut [f64],
        scratch: &mut Scratch,
    ) {
        self.score(weights, row, scratch);
        let Scratch { hidden, scores, back } = scratch;
        softmax(scores);
        // ∂loss/∂z = softmax(z) − one-hot(y).
        scores[label] -= 1.0;
        match self.architecture {
            Architecture::Logistic => add_outer(scores, row, gradient),
            Architecture::Perceptron { hidden: units } => {
                let cut = units * (self.inputs + 1);
                let (below, above) = gradient.split_at_mut(cut);
                add_outer(scores, hidden, above);
                // Back through the second layer, then through tanh: tanh′ = 1 − tanh².
                back.clear();
                back.resize(units, 0.0);
                for (weights, score) in weights[cut..].chunks(units).zip(scores.iter()) {
                    back.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * score);
                }
                back.iter_mut()
                    .zip(hidden.iter())
                    .for_each(|(sum, unit)| *sum *= 1.0 - unit * unit);
                add_outer(back, row, below);
            }
        }
    }

    /// Class and loss of a row: the class with the highest score, the first of equal ones.
    pub(crate) fn judge(
        &self,
        weights: &[f64],
        (row, label): (&[f64], usize),
        scratch: &mut Scratch,
    ) -> (usize, f64) {
        self.score(weights, row, scratch);
        let scores = &scratch.scores;
        let best = (0..scores.len()).rev().max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let most = best.map_or(0.0, |class| scores[class]);
        let sum: f64 = scores.iter().map(|score| libm::exp(score - most)).sum();
        (best.unwrap_or_default(), libm::log(sum) + most - scores[label])
    }

    /// Fills in hidden units and scores.
    fn score(&self, weights: &[f64], row: &[f64], scratch: &mut Scratch) {
        match self.architecture {
            Architecture::Logistic => affine(weights, row, self.classes, &mut scratch.scores),
            Architecture::Perceptron { hidden } => {
                let (below, above) = weights.split_at(hidden * (self.inputs + 1));
                affine(below, row, hidden, &mut scratch.hidden);
                scratch.hidden.iter_mut().for_each(|unit| *unit = libm::tanh(*unit));
                affine(above, &scratch.hidden, self.classes, &mut scratch.scores);
            }
        }
    }
}

/// Wx + b.
fn affine(weights: &[f64], input: &[f64], outputs: usize, out: &mut Vec<f64>) {
    let (matrix, biases) = weights.split_at(outputs * input.len());
    out.clear();
    out.extend(matrix.chunks(input.len()).zip(biases).map(|(row, bias)| {
        bias + row.iter().zip(input).map(|(weight, value)| weight * value).sum::<f64>()
    }));
}

/// Adds δxᵀ and δ where W and b are.
fn add_outer(delta: &[f64], input: &[f64], gradient: &mut [f64]) {
    let (matrix, biases) = gradient.split_at_mut(delta.len() * input.len());
    for (row, factor) in matrix.chunks_mut(input.len()).zip(delta) {
        row.iter_mut().zip(input).for_each(|(sum, value)| *sum += factor * value);
    }
    biases.iter_mut().zip(delta).for_each(|(sum, value)| *sum += value);
}

fn softmax(scores: &mut [f64]) {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp(*score - most);
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [f64; 3] = [0.7, -1.3, 0.4];

    fn weights(network: &Network) -> Vec<f64> {
        let stream = Stream::new(3, 0, Purpose::TaskWeights);
        (0..network.n_weights()).map(|index| 0.5 * stream.normal(9, index as u32)).collect()
    }

    #[test]
    fn gradient_is_the_slope_of_the_loss() {
        for architecture in [Architecture::Logistic, Architecture::Perceptron { hidden: 4 }] {
            let network = Network::new(architecture, 3, 5);
            let (weights, mut scratch) = (weights(&network), Scratch::default());
            let mut gradient = vec![0.0; network.n_weights()];
            network.add_gradient(&weights, (&ROW, 2), &mut gradient, &mut scratch);
            let h = 1e-5;
            for (index, slope) in gradient.iter().enumerate() {
                let mut loss = |shift: f64| {
                    let mut moved = weights.clone();
                    moved[index] += shift;
                    network.judge(&moved, (&ROW, 2), &mut scratch).1
                };
                // Central difference: an error of h² and of 1e-16/h.
                let difference = (loss(h) - loss(-h)) / (2.0 * h);
                assert!((slope - difference).abs() < 1e-9, "{architecture:?} {index}: {slope}");
            }
            assert!(gradient.iter().any(|slope| slope.abs() > 0.1));
        }
    }

    #[test]
    fn huge_scores_have_a_finite_loss_and_gradient() {
        let network = Network::new(Architecture::Logistic, 3, 2);
        let weights = vec![1e200; network.n_weights()];
        let (mut gradient, mut scratch) = (vec![0.0; weights.len()], Scratch::default());
        network.add_gradient(&weights, (&ROW, 0), &mut gradient, &mut scratch);
        assert!(gradient.iter().all(|slope| slope.is_finite()));
        assert!(network.judge(&weights, (&ROW, 0), &mut scratch).1.is_finite());
    }

    #[test]
    fn equal_scores_are_the_first_class_and_the_logarithm_of_their_number() {
        let network = Network::new(Architecture::Logistic, 3, 4);
        let judged = network.judge(&network.start((1, 0)), (&ROW, 3), &mut Scratch::default());
        assert_eq!(judged.0, 0);
        assert!((judged.1 - 4.0_f64.ln()).abs() < 1e-15);
    }
}

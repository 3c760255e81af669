//! What a Lyapunov exponent is measured of: a state that advances step by step.

/// A deterministic system: a map, an ordinary differential equation with its scheme, a simulation.
pub trait Flow {
    /// Why a step can fail.
    type Error: std::error::Error;

    /// Length of a step, in unit time; 1 for a map.
    fn time_step(&self) -> f64;

    /// The state: a fixed number of values.
    fn state(&self) -> Vec<f64>;

    /// Takes another state of the same length.
    ///
    /// # Errors
    ///
    /// The system's own, if it has no such state.
    fn set_state(&mut self, state: &[f64]) -> Result<(), Self::Error>;

    /// Takes one step.
    ///
    /// # Errors
    ///
    /// The system's own.
    fn advance(&mut self) -> Result<(), Self::Error>;
}

/// A system whose step has a derivative.
pub trait TangentFlow: Flow {
    /// Takes one step, and replaces `vector` by the step's derivative times `vector`.
    ///
    /// # Errors
    ///
    /// The system's own.
    fn advance_tangent(&mut self, vector: &mut [f64]) -> Result<(), Self::Error>;
}

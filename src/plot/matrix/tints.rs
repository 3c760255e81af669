//! Diverging colours: blue below zero, white at zero, red above.

use crate::plot::canvas::INK;
use crate::plot::color::Rgb;

/// The colour of a number that is NaN: a grey that the others do not contain.
pub(crate) const MISSING: Rgb = [196, 196, 196];
/// Below this luma letters are white.
const DARK: f64 = 130.0;

/// The colour of a number from −1 to 1; outside that of the nearer end.
pub(crate) fn tint(value: f64) -> Rgb {
    if value.is_nan() {
        return MISSING;
    }
    // Brewer's red to blue has red at its lower end.
    colorous::RED_BLUE.eval_continuous(0.5 - 0.5 * value.clamp(-1.0, 1.0)).into_array()
}

/// The colour of letters that are legible on a colour.
pub(crate) fn ink_on([red, green, blue]: Rgb) -> Rgb {
    let luma = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
    if luma < DARK { [255, 255, 255] } else { INK }
}

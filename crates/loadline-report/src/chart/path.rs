//! Path data for lines and areas in a frame.

use std::fmt::Write;

/// A place in fractions of both axes, or a gap.
pub(crate) type Spot = Option<(f64, f64)>;

/// The size of a drawing in its own units; fractions grow rightwards and upwards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    pub(crate) fn x(self, fraction: f64) -> f64 {
        tenths(fraction * self.width)
    }

    pub(crate) fn y(self, fraction: f64) -> f64 {
        tenths((1.0 - fraction) * self.height)
    }

    /// A line through the spots, broken at gaps. A spot between two gaps is no line: see [`Self::dots`].
    pub(crate) fn line(self, spots: &[Spot]) -> String {
        let mut path = String::new();
        for stretch in stretches(spots).filter(|stretch| stretch.len() > 1) {
            self.stretch(&mut path, 'M', stretch);
        }
        path
    }

    /// Lines of no length, which are dots where line ends are round: the spots between two gaps.
    pub(crate) fn dots(self, spots: &[Spot]) -> String {
        let mut path = String::new();
        for stretch in stretches(spots).filter(|stretch| stretch.len() == 1) {
            self.stretch(&mut path, 'M', stretch);
            path.push_str("h0");
        }
        path
    }

    /// The area between the spots and the bottom, broken at gaps.
    pub(crate) fn area(self, spots: &[Spot]) -> String {
        let mut path = String::new();
        for stretch in stretches(spots) {
            let Some((first, last)) = ends(stretch) else { continue };
            let (left, right, bottom) = (self.x(first), self.x(last), self.y(0.0));
            add(&mut path, format_args!("M{left} {bottom}"));
            self.stretch(&mut path, 'L', stretch);
            add(&mut path, format_args!("L{right} {bottom}Z"));
        }
        path
    }

    fn stretch(self, path: &mut String, first: char, stretch: &[Spot]) {
        for (place, (x, y)) in stretch.iter().flatten().enumerate() {
            let command = if place == 0 { first } else { 'L' };
            add(path, format_args!("{command}{} {}", self.x(*x), self.y(*y)));
        }
    }
}

fn add(path: &mut String, piece: std::fmt::Arguments<'_>) {
    path.write_fmt(piece).expect("writing to a string cannot fail");
}

fn stretches(spots: &[Spot]) -> impl Iterator<Item = &[Spot]> {
    spots.split(Option::is_none).filter(|stretch| !stretch.is_empty())
}

fn ends(stretch: &[Spot]) -> Option<(f64, f64)> {
    Some(((*stretch.first()?)?.0, (*stretch.last()?)?.0))
}

/// A tenth of a unit is finer than any screen shows.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

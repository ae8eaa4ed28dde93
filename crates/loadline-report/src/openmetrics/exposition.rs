//! The text: families with their samples, names and labels as the standard wants them.

use std::fmt::Write as _;

use crate::words;

/// Labels of a sample: names with their values, which are escaped.
pub(super) type Labels<'a> = &'a [(&'a str, &'a str)];

/// What kind of family it is. Info is left out on purpose: collectors of files still read the older text format,
/// which has no such kind and is otherwise the same for what stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Summary,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Summary => "summary",
        }
    }
}

/// The text as it grows.
#[derive(Debug, Default)]
pub(super) struct Exposition {
    out: String,
}

impl Exposition {
    /// The whole text.
    pub(super) fn into_text(self) -> String {
        format!("{}# EOF\n", self.out)
    }

    /// Begins a family; its samples follow. A name that ends in a unit says so.
    pub(super) fn family(&mut self, name: &str, kind: Kind, help: &str) {
        self.add(format_args!("# TYPE {name} {}\n", kind.word()));
        let units = ["seconds", "bytes", "ratio"];
        let unit = units.into_iter().find(|unit| name.ends_with(&format!("_{unit}")));
        if let Some(unit) = unit {
            self.add(format_args!("# UNIT {name} {unit}\n"));
        }
        self.add(format_args!("# HELP {name} {help}\n"));
    }

    /// A sample of the family begun last; labels without a value are left out.
    pub(super) fn sample(&mut self, name: &str, labels: Labels<'_>, value: f64) {
        self.out.push_str(name);
        let mut given = labels.iter().filter(|(_, value)| !value.is_empty()).peekable();
        if given.peek().is_some() {
            self.out.push('{');
            while let Some((label, value)) = given.next() {
                self.add(format_args!("{label}=\"{}\"", escaped(value)));
                if given.peek().is_some() {
                    self.out.push(',');
                }
            }
            self.out.push('}');
        }
        self.add(format_args!(" {value}\n"));
    }

    fn add(&mut self, piece: std::fmt::Arguments<'_>) {
        self.out.write_fmt(piece).expect("writing to a string cannot fail");
    }
}

fn escaped(text: &str) -> String {
    words::plain(text).replace('\\', "\\\\").replace('"', "\\\"")
}

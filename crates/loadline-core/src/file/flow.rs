//! A flow: what one user does, from login to the weighted tasks of each iteration.

use super::method::Method;
use super::template::Template;
use crate::traffic::Think;
use crate::yaml::Located;

/// What one user does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// Done once by each user before its first iteration.
    pub start: Vec<Step>,
    /// Sent with every request of the tasks and of `start`, unless the step names the same header. During
    /// `start` a header is left out while a value in it has not been saved yet.
    pub headers: Vec<(String, Template)>,
    /// The pause between iterations, none when the file does not say.
    pub think: Option<Think>,
    /// One of them is an iteration, drawn by weight; never empty in a file that was read.
    pub tasks: Vec<Task>,
}

/// One iteration of a user.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// How often it is drawn, next to the other tasks' weights; at least 1.
    pub weight: u32,
    /// Its requests, one after the other; never empty in a file that was read.
    pub steps: Vec<Step>,
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its method.
    pub method: Method,
    /// A path that begins with `/`, or a whole `http://` or `https://` URL.
    pub path: Template,
    /// The name it is counted under; the path as it is written when there is none.
    pub name: Option<String>,
    /// Its own headers.
    pub headers: Vec<(String, Template)>,
    /// What is sent.
    pub body: Body,
    /// What is kept from the answer for later steps: a name and the JSONPath that finds it.
    pub save: Vec<(String, Located<String>)>,
    /// Statuses that are a success; any below 400 when empty.
    pub expected_status: Vec<u16>,
}

/// What a request sends.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// JSON text. Saved values stand inside JSON strings, so whoever fills them in escapes them. A string
    /// that was nothing but `{{user}}`, `{{iteration}}` or `{{random …}}` stands without quotes, as a number.
    Json(Template),
    /// Any text, as it is.
    Text(Template),
    /// That many zero bytes.
    Zeros(u64),
}

impl Step {
    /// The name it is counted under.
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.path.to_string())
    }

    /// Whether an answer with this status is a success.
    pub fn accepts(&self, status: u16) -> bool {
        if self.expected_status.is_empty() {
            status < 400
        } else {
            self.expected_status.contains(&status)
        }
    }
}

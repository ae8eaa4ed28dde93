//! Secrets in what others wrote: found by the name they stand under, kept out of the file, asked for from
//! the environment.

use std::collections::BTreeMap;

use super::text::Text;
use super::value::Value;

/// Parts of names that secrets stand under, in small letters without `-` and `_`.
const PARTS: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "authorization",
    "accesskey",
    "privatekey",
    "sessionid",
    "credential",
    "cardnumber",
    "signature",
];
/// Whole names of secrets.
const NAMES: [&str; 12] = [
    "pwd",
    "pass",
    "otp",
    "pin",
    "cvv",
    "cvc",
    "auth",
    "jwt",
    "sid",
    "session",
    "xauth",
    "creditcard",
];
/// Names that only look like one.
const OPEN: [&str; 4] = ["tokentype", "tokencount", "maxtokens", "granttype"];
/// A secret of at least that many bytes is taken out wherever it stands.
const ANYWHERE_BYTES: usize = 8;
/// Secrets kept apart at most.
const SECRETS_MAX: usize = 200;

/// Whether a secret stands under this name.
pub(super) fn is_secret_name(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    !OPEN.contains(&plain.as_str())
        && (NAMES.contains(&plain.as_str()) || PARTS.iter().any(|part| plain.contains(part)))
}

/// The secrets of one conversion: which variable stands for which.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    variables: BTreeMap<String, String>,
}

impl Secrets {
    /// The text that stands for `value`, found under `name`.
    pub(super) fn of(&mut self, name: &str, value: &str) -> Text {
        if value.is_empty() {
            return Text::default();
        }
        Text::secret(&self.variable(name, value))
    }

    fn variable(&mut self, name: &str, value: &str) -> String {
        if let Some(known) = self.variables.get(value) {
            return known.clone();
        }
        let wanted = variable_name(name);
        if self.variables.len() == SECRETS_MAX {
            return wanted;
        }
        let is_free = |name: &String| !self.variables.values().any(|taken| taken == name);
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let variable = std::iter::once(wanted.clone()).chain(numbered).find(is_free);
        let variable = variable.unwrap_or(wanted);
        self.variables.insert(value.to_owned(), variable.clone());
        variable
    }

    /// A text with every secret that is known so far taken out.
    pub(super) fn hidden(&self, text: &str) -> Text {
        if let Some(variable) = self.variables.get(text) {
            return Text::secret(variable);
        }
        let long = self.variables.iter().filter(|(value, _)| value.len() >= ANYWHERE_BYTES);
        let first = long
            .filter_map(|(value, variable)| Some((text.find(value.as_str())?, value, variable)))
            .min_by_key(|(at, value, _)| (*at, std::cmp::Reverse(value.len())));
        let Some((at, value, variable)) = first else { return Text::literal(text) };
        let mut hidden = Text::literal(&text[..at]);
        hidden.push(&Text::secret(variable));
        hidden.push(&self.hidden(&text[at + value.len()..]));
        hidden
    }

    /// A text found under `name`: a secret by its name, or one that holds known secrets.
    pub(super) fn named(&mut self, name: &str, text: &str) -> Text {
        if is_secret_name(name) { self.of(name, text) } else { self.hidden(text) }
    }

    /// The value of a header: the scheme of a credential stays readable.
    pub(super) fn header(&mut self, name: &str, value: &str) -> Text {
        let value = value.trim();
        if !name.to_ascii_lowercase().ends_with("authorization") {
            return self.named(name, value);
        }
        match value.split_once(' ') {
            Some((scheme @ ("Bearer" | "bearer" | "Token" | "token"), token)) => {
                let mut text = Text::literal(scheme).then(" ");
                text.push(&self.of("TOKEN", token.trim()));
                text
            }
            _ => self.of(name, value),
        }
    }

    /// A JSON value whose secret strings are taken out.
    pub(super) fn json(&mut self, name: &str, value: &Value) -> Value {
        match value {
            Value::Text(text) => Value::Fill(self.named(name, text)),
            Value::Number(number) if is_secret_name(name) => Value::Fill(self.of(name, number)),
            Value::List(items) => {
                Value::List(items.iter().map(|item| self.json(name, item)).collect())
            }
            Value::Map(entries) => Value::Map(
                entries.iter().map(|(key, value)| (key.clone(), self.json(key, value))).collect(),
            ),
            other => other.clone(),
        }
    }
}

/// `x-api-key` as the name of a variable: `X_API_KEY`.
fn variable_name(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let plain: String = name.chars().map(letter).take(40).collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => plain.to_owned(),
        _ => format!("SECRET_{plain}").trim_end_matches('_').to_owned(),
    }
}

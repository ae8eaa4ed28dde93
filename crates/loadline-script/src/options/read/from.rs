//! The four sources of options: the value a script exports, a file of JSON, variables, flags.

use serde_json::{Map, Value};

use super::keys::{Form, KEYS, Key, LINE_KEYS, UNUSED};
use super::place;
use super::value::{At, Read};
use crate::options::error::{OptionsError, Place};
use crate::options::model::Options;

/// Options from the value that a script exports; `null` is none at all.
///
/// # Errors
/// When a key has a value that it cannot have.
pub fn from_script(value: &Value) -> Result<Options, OptionsError> {
    if value.is_null() {
        return Ok(Options::default());
    }
    let keys: Vec<&Key> = KEYS.iter().collect();
    from_object(&At::whole_of(value), &keys, "the options that the script exports")
}

/// Options from the text of a configuration file, with the place of each mistake.
///
/// # Errors
/// When it is not JSON, or a key has a value that it cannot have.
pub fn from_config_file(file: &str, text: &str) -> Result<Options, OptionsError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let place =
            Place { file: file.to_owned(), line: error.line(), column: error.column().max(1) };
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or_default().to_owned();
        OptionsError::new(format!("not JSON: {message}"), "").at(place)
    })?;
    let keys: Vec<&Key> = KEYS.iter().chain(&LINE_KEYS).collect();
    from_object(&At::whole_of(&value), &keys, &format!("the configuration in `{file}`")).map_err(
        |error| {
            let place = place::find(file, text, &error.steps);
            error.at(place)
        },
    )
}

fn from_object(at: &At<'_>, keys: &[&'static Key], whose: &str) -> Read<Options> {
    let mut options = Options::default();
    for (name, at) in at.entries("an object with options")? {
        match keys.iter().find(|key| key.name == name) {
            Some(key) => (key.read)(&mut options, &at)?,
            None if UNUSED.contains(&name) => {}
            None => {
                options.warnings.push(format!("{whose}: there is no option `{name}`"));
            }
        }
    }
    Ok(options)
}

/// Options from variables such as `K6_VUS`; empty ones, and those that set no option, are passed over.
///
/// # Errors
/// When a variable has a value that its option cannot have.
pub fn from_variables(
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Options, OptionsError> {
    let mut options = Options::default();
    for (name, text) in variables.into_iter().filter(|(_, text)| !text.is_empty()) {
        let mut keys = KEYS.iter().chain(&LINE_KEYS);
        let Some(key) = keys.find(|key| key.variable == Some(&name)) else { continue };
        let value = value_of(&name, key.form, &[&text], ':')?;
        (key.read)(&mut options, &At::labelled(&name, &value))?;
    }
    Ok(options)
}

/// A flag of the command line that sets an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// As it is called there, such as `--vus`: what errors name.
    pub name: &'static str,
    /// The key of the option, such as `vus`.
    pub key: &'static str,
    /// Its values, in the order they were given.
    pub values: Vec<String>,
}

/// Options from flags.
///
/// # Errors
/// When a flag has a value that its option cannot have.
///
/// # Panics
/// When a flag names a key that is not there.
pub fn from_flags(flags: impl IntoIterator<Item = Flag>) -> Result<Options, OptionsError> {
    let mut options = Options::default();
    for flag in flags {
        let key = KEYS.iter().chain(&LINE_KEYS).find(|key| key.name == flag.key);
        let key = key.expect("flags name keys of the table");
        let texts: Vec<&str> = flag.values.iter().map(String::as_str).collect();
        let value = value_of(flag.name, key.form, &texts, '=')?;
        (key.read)(&mut options, &At::labelled(flag.name, &value))?;
    }
    Ok(options)
}

/// The value that texts say in a form; `between` parts the names of a map from their texts.
fn value_of(name: &str, form: Form, texts: &[&str], between: char) -> Read<Value> {
    let words = || texts.iter().flat_map(|text| text.split(',')).map(str::trim);
    Ok(match form {
        Form::Text => Value::from(texts.last().copied().unwrap_or_default()),
        Form::Switch => match texts.last().copied().unwrap_or_default() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            other => {
                let message = format!("expected `true` or `false`, found `{other}`");
                return Err(OptionsError::of(name, message, ""));
            }
        },
        Form::Words => words().map(Value::from).collect(),
        // A flag is given once for each tag, so that its text may hold commas.
        Form::Map if between == '=' => pairs(name, texts.iter().copied(), between)?,
        Form::Map => pairs(name, words(), between)?,
        Form::Stages => words().map(stage).collect(),
        Form::Dns => pairs(name, words(), '=')?,
    })
}

fn pairs<'a>(name: &str, words: impl Iterator<Item = &'a str>, between: char) -> Read<Value> {
    let pair = |word: &str| match word.split_once(between) {
        Some((key, text)) if !key.is_empty() && !text.is_empty() => {
            Ok((key.to_owned(), Value::from(text)))
        }
        _ => {
            let hint = format!("accepted: `NAME{between}VALUE`");
            Err(OptionsError::of(name, format!("`{word}` is not a name with a value"), hint))
        }
    };
    Ok(Value::Object(words.map(pair).collect::<Read<Map<_, _>>>()?))
}

/// `10s:5` as the object a script would write.
fn stage(word: &str) -> Value {
    let (duration, target) = word.split_once(':').unwrap_or((word, ""));
    let parts = [("duration", duration), ("target", target)];
    let given = parts.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Object(given.map(|(key, text)| (key.to_owned(), Value::from(text))).collect())
}

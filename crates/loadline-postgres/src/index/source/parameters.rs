//! Values put in the place of `$1`, as a log has both: the statement and `$1 = '42', $2 = NULL`.

use std::collections::HashMap;

use crate::log::{Token, next_token as next};
use crate::session::quoted_literal;

/// The statement with values; as it stands where a value is missing or was cut.
pub(super) fn filled(sql: &str, parameters: &str) -> String {
    let values = values(parameters);
    let (bytes, mut text, mut done, mut at) = (sql.as_bytes(), String::new(), 0, 0);
    while let Some((token, start, end)) = next(bytes, at) {
        at = end;
        let is_parameter = token == Token::Value
            && bytes[start] == b'$'
            && bytes[start + 1..end].iter().all(u8::is_ascii_digit);
        if is_parameter {
            let Some(value) = values.get(&sql[start..end]) else { return sql.to_owned() };
            text += &sql[done..start];
            text += &value.as_deref().map_or_else(|| "NULL".to_owned(), quoted_literal);
            done = end;
        }
    }
    text + &sql[done..]
}

/// `$1 = 'a', $2 = NULL`: none stands for NULL.
fn values(parameters: &str) -> HashMap<String, Option<String>> {
    let (bytes, mut values, mut at) = (parameters.as_bytes(), HashMap::new(), 0);
    let mut name = None;
    while let Some((token, start, end)) = next(bytes, at) {
        at = end;
        let text = &parameters[start..end];
        match token {
            Token::Value if text.starts_with('$') => name = Some(text.to_owned()),
            Token::Value => {
                // What has no quote at its end was cut.
                let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
                if let (Some(name), Some(inner)) = (name.take(), inner) {
                    values.insert(name, Some(inner.replace("''", "'")));
                }
            }
            Token::Word if text == "NULL" => {
                if let Some(name) = name.take() {
                    values.insert(name, None);
                }
            }
            _ => {}
        }
    }
    values
}

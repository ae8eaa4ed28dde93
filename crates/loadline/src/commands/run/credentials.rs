//! Credentials as arguments: a user with a password, or a token, or the name of a variable that holds them.

use loadline_load::transport::basic_authorization;

use crate::failure::Failure;

/// What stands before the name of a variable.
const ENVIRONMENT: &str = "env:";

/// The value of the `Authorization` header for a user with a password.
pub(super) fn basic(given: &str) -> Result<String, Failure> {
    let text = revealed("--basic", given)?;
    let Some((user, password)) = text.split_once(':') else {
        let message = "`--basic` has no `:` between a user and a password";
        return Err(Failure::usage(message, "it reads `USER:PASSWORD` or `env:NAME`"));
    };
    Ok(basic_authorization(user, password))
}

/// The value of the `Authorization` header for a token.
pub(super) fn bearer(given: &str) -> Result<String, Failure> {
    let token = revealed("--bearer", given)?;
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'{';
    if token.is_empty() || !token.bytes().all(is_plain) {
        let message = "the token of `--bearer` is empty or holds a character that none has";
        return Err(Failure::usage(message, "it reads `TOKEN` or `env:NAME`"));
    }
    Ok(format!("Bearer {token}"))
}

/// The text itself, or the value of the variable it names. No error repeats it.
fn revealed(argument: &str, given: &str) -> Result<String, Failure> {
    let Some(name) = given.strip_prefix(ENVIRONMENT) else { return Ok(given.to_owned()) };
    std::env::var(name).map_err(|_| {
        let message = format!("`{argument}` names the variable `{name}`, which is not set");
        Failure::usage(message, format!("`export {name}=…` sets it"))
    })
}

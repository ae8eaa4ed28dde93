//! The proxy that `--proxy` names, or the environment where it says so.

use loadline_load::transport::{Exceptions, Proxies, Proxy, ProxyError};

use crate::failure::Failure;
use crate::output::print::warning;

/// The word that stands for the environment.
const ENVIRONMENT: &str = "env";

/// The proxies of `--proxy`; none where it is not given, whatever the environment says.
pub(super) fn proxies(given: Option<&str>, tunnel: bool) -> Result<Proxies, Failure> {
    let proxies = match given {
        None => Proxies::default(),
        Some(ENVIRONMENT) => of_environment(variable)?,
        Some(url) => Proxies::all(proxy("--proxy", url)?),
    };
    if given == Some(ENVIRONMENT) && proxies.http.is_none() && proxies.https.is_none() {
        warning("no proxy is used: neither HTTP_PROXY nor HTTPS_PROXY is set");
    }
    Ok(Proxies { tunnel, ..proxies })
}

fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Proxies, Failure> {
    let named = |name: &str| variable(name).map(|url| proxy(name, &url)).transpose();
    let Ok(except) = variable("NO_PROXY").unwrap_or_default().parse::<Exceptions>();
    Ok(Proxies { http: named("HTTP_PROXY")?, https: named("HTTPS_PROXY")?, except, tunnel: false })
}

/// A variable of the environment in small letters, which go first, or in capitals; an empty one is not set.
fn variable(name: &str) -> Option<String> {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    read(&name.to_ascii_lowercase()).or_else(|| read(name))
}

fn proxy(origin: &str, url: &str) -> Result<Proxy, Failure> {
    url.parse().map_err(|error: ProxyError| {
        let hint = "a proxy reads like `http://user:password@proxy.test:3128`";
        Failure::usage(format!("`{origin}`: {error}"), hint)
    })
}

#[cfg(test)]
mod tests {
    use super::of_environment;

    #[test]
    fn each_scheme_has_its_variable() {
        let variable = |name: &str| (name == "HTTPS_PROXY").then(|| "proxy.test:1".to_owned());
        let proxies = of_environment(variable).unwrap();
        assert!(proxies.http.is_none());
        assert_eq!(proxies.https.unwrap().to_string(), "http://proxy.test:1");
    }

    #[test]
    fn a_mistake_names_its_variable_and_no_password() {
        let variable = |name: &str| (name == "HTTP_PROXY").then(|| "ftp://a:secret@b".to_owned());
        let failure = of_environment(variable).unwrap_err();
        let expected = "`HTTP_PROXY`: `…@b` is not a proxy: it must begin with `http://`";
        assert_eq!(failure.to_string(), expected);
    }
}

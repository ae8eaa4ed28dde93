//! The functions of `k6/crypto/x509` and the objects they give.

use rquickjs::function::Opt;
use rquickjs::{Array, Ctx, Exception, Function, Object, Result, Value};

use super::certificate::Certificate;
use super::key::PublicKey;
use super::names::Names;
use super::pem::first_block;
use crate::engine::{function, throw};
use crate::modules::input::{bytes, coerced_text};
use crate::modules::{Builtin, Member};

/// `k6/crypto/x509`.
pub(crate) struct X509;

impl Builtin for X509 {
    const NAME: &'static str = "k6/crypto/x509";
    const MEMBERS: &'static [Member] = &[
        Member::full("parse"),
        Member::full("getAltNames"),
        Member::full("getIssuer"),
        Member::full("getSubject"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("parse", function(ctx, "parse", |ctx, pem| whole(&ctx, &read(&ctx, pem)?))?)?;
        let alt_names = |ctx, pem| read(&ctx, pem).map(|certificate| certificate.alt_names);
        object.set("getAltNames", function(ctx, "getAltNames", alt_names)?)?;
        let of_issuer = |ctx, pem| issuer(&ctx, &read(&ctx, pem)?.issuer);
        object.set("getIssuer", function(ctx, "getIssuer", of_issuer)?)?;
        let of_subject = |ctx, pem| subject(&ctx, &read(&ctx, pem)?.subject);
        object.set("getSubject", function(ctx, "getSubject", of_subject)?)?;
        Ok(object)
    }
}

/// The certificate in what a script passes: PEM as a string or bytes.
fn read<'js>(ctx: &Ctx<'js>, pem: Opt<Value<'js>>) -> Result<Certificate> {
    let pem = pem.0.filter(|value| !value.is_null() && !value.is_undefined());
    let text = match pem {
        Some(value) => match bytes(&value)? {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let shown = coerced_text(ctx, value)?;
                let message = format!(
                    "could not convert function call parameter 0: could not convert {shown} to []uint8"
                );
                return Err(Exception::throw_type(ctx, &message));
            }
        },
        None => String::new(),
    };
    let der =
        first_block(&text).ok_or_else(|| throw(ctx, "failed to decode certificate PEM file"))?;
    Certificate::read(&der)
        .map_err(|error| throw(ctx, &format!("failed to parse certificate: {error}")))
}

fn whole<'js>(ctx: &Ctx<'js>, certificate: &Certificate) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("subject", subject(ctx, &certificate.subject)?)?;
    object.set("issuer", issuer(ctx, &certificate.issuer)?)?;
    object.set("notBefore", &certificate.not_before)?;
    object.set("notAfter", &certificate.not_after)?;
    object.set("altNames", &certificate.alt_names)?;
    object.set("signatureAlgorithm", certificate.signature_algorithm)?;
    object.set("fingerPrint", &certificate.fingerprint)?;
    object.set("publicKey", public_key(ctx, &certificate.public_key)?)?;
    Ok(object)
}

fn subject<'js>(ctx: &Ctx<'js>, names: &Names) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("commonName", names.common_name())?;
    object.set("country", names.first("2.5.4.6"))?;
    object.set("postalCode", names.first("2.5.4.17"))?;
    object.set("stateOrProvinceName", names.first("2.5.4.8"))?;
    object.set("localityName", names.first("2.5.4.7"))?;
    object.set("streetAddress", names.first("2.5.4.9"))?;
    object.set("organizationName", names.first("2.5.4.10"))?;
    object.set("organizationalUnitName", names.of_type("2.5.4.11").collect::<Vec<_>>())?;
    object.set("names", all(ctx, names)?)?;
    Ok(object)
}

fn issuer<'js>(ctx: &Ctx<'js>, names: &Names) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("commonName", names.common_name())?;
    object.set("country", names.first("2.5.4.6"))?;
    object.set("stateOrProvinceName", names.first("2.5.4.8"))?;
    object.set("localityName", names.first("2.5.4.7"))?;
    object.set("organizationName", names.first("2.5.4.10"))?;
    object.set("names", all(ctx, names)?)?;
    Ok(object)
}

fn all<'js>(ctx: &Ctx<'js>, names: &Names) -> Result<Array<'js>> {
    let array = Array::new(ctx.clone())?;
    for (at, (kind, text)) in names.all.iter().enumerate() {
        let part = Object::new(ctx.clone())?;
        part.set("type", kind)?;
        part.set("value", text)?;
        array.set(at, part)?;
    }
    Ok(array)
}

fn public_key<'js>(ctx: &Ctx<'js>, key: &PublicKey) -> Result<Object<'js>> {
    let shown = Object::new(ctx.clone())?;
    let set = |name: &str, number: &[u8]| shown.set(name, big_int(ctx, number)?);
    let algorithm = match key {
        PublicKey::Rsa { n, e } => {
            set("n", n)?;
            shown.set("e", *e as f64)?;
            "RSA"
        }
        PublicKey::Ecdsa { curve, x, y } => {
            let object = Object::new(ctx.clone())?;
            let (name, size_bits) = (curve.name, curve.size_bits);
            let parameters = move |ctx: Ctx<'js>| {
                let parameters = Object::new(ctx)?;
                parameters.set("name", name)?;
                parameters.set("bit_size", size_bits)?;
                Ok::<_, rquickjs::Error>(parameters)
            };
            object.set("params", function(ctx, "params", parameters)?)?;
            shown.set("curve", object)?;
            set("x", x)?;
            set("y", y)?;
            "ECDSA"
        }
        PublicKey::Dsa { p, q, g, y } => {
            let parameters = Object::new(ctx.clone())?;
            shown.set("parameters", parameters.clone())?;
            for (name, number) in [("p", p), ("q", q), ("g", g)] {
                parameters.set(name, big_int(ctx, number)?)?;
                set(name, number)?;
            }
            set("y", y)?;
            "DSA"
        }
        PublicKey::Other => return Err(throw(ctx, "unsupported public key algorithm")),
    };
    let object = Object::new(ctx.clone())?;
    object.set("algorithm", algorithm)?;
    object.set("key", shown)?;
    Ok(object)
}

fn big_int<'js>(ctx: &Ctx<'js>, number: &[u8]) -> Result<Value<'js>> {
    let make: Function<'js> = ctx.globals().get("BigInt")?;
    make.call((format!("0x0{}", crate::modules::crypto::hex(number)),))
}

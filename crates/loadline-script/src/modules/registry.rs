//! The ordered list of all modules: the loader, `require` and the reference page read it.

use rquickjs::module::{Declarations, Declared, Exports, ModuleDef};
use rquickjs::{Ctx, Module, Object, Result};

use super::builtin::{Builtin, Member};
use super::crypto::Crypto;
use super::data::Data;
use super::encoding::Encoding;
use super::execution::Execution;
use super::experimental::{Csv, Fs, Streams};
use super::grpc::Grpc;
use super::html::Html;
use super::http::Http;
use super::k6::K6;
use super::metrics::Metrics;
use super::secrets::Secrets;
use super::timers::Timers;
use super::ws::{ExperimentalWebsockets, Websockets, Ws};
use super::x509::X509;

/// A module as the list knows it.
pub(crate) struct Registered {
    pub(crate) name: &'static str,
    pub(crate) members: &'static [Member],
    /// Declares it as an ES module.
    pub(crate) declare: for<'js> fn(Ctx<'js>) -> Result<Module<'js, Declared>>,
    /// Makes its exports.
    pub(crate) build: for<'js> fn(&Ctx<'js>) -> Result<Object<'js>>,
}

/// Every module there is, in the order of the reference page.
pub(crate) const MODULES: &[Registered] = &[
    registered::<K6>(),
    registered::<Http>(),
    registered::<Metrics>(),
    registered::<Execution>(),
    registered::<Data>(),
    registered::<Encoding>(),
    registered::<Crypto>(),
    registered::<Html>(),
    registered::<Timers>(),
    registered::<Secrets>(),
    registered::<Csv>(),
    registered::<Fs>(),
    registered::<Streams>(),
    registered::<X509>(),
    registered::<Ws>(),
    registered::<Websockets>(),
    registered::<ExperimentalWebsockets>(),
    registered::<Grpc>(),
];

/// The row of a module.
const fn registered<B: Builtin>() -> Registered {
    Registered { name: B::NAME, members: B::MEMBERS, declare: declare::<B>, build: B::build }
}

fn declare<B: Builtin>(ctx: Ctx<'_>) -> Result<Module<'_, Declared>> {
    Module::declare_def::<Definition<B>, _>(ctx, B::NAME)
}

/// A builtin module as QuickJS wants it.
struct Definition<B>(std::marker::PhantomData<B>);

impl<B: Builtin> ModuleDef for Definition<B> {
    fn declare(declarations: &Declarations<'_>) -> Result<()> {
        for member in B::MEMBERS.iter().filter(|member| member.is_export()) {
            declarations.declare(member.name)?;
        }
        declarations.declare("default")?;
        Ok(())
    }

    fn evaluate<'js>(ctx: &Ctx<'js>, exports: &Exports<'js>) -> Result<()> {
        let object = B::build(ctx)?;
        for member in B::MEMBERS.iter().filter(|member| member.is_export()) {
            exports.export(member.name, object.get::<_, rquickjs::Value<'js>>(member.name)?)?;
        }
        exports.export("default", object)?;
        Ok(())
    }
}

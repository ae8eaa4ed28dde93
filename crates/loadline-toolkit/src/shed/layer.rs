//! The gate as a tower layer.

use super::{Gate, ShedService};
use std::sync::Arc;
use tower_layer::Layer;

/// Puts a gate before a service. Services made by one layer, and their clones, share its gate.
///
/// ```
/// use loadline_toolkit::shed::{Gate, ShedLayer};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let gate = Gate::builder().build_gate(16).expect("sound");
/// let service = ShedLayer::new(gate).layer(service_fn(|n: u32| async move { Ok::<_, std::io::Error>(n + 1) }));
/// assert_eq!(service.oneshot(1).await.expect("let in"), 2);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ShedLayer {
    gate: Arc<Gate>,
}

impl ShedLayer {
    /// Calls are let in by `gate`.
    #[must_use]
    pub const fn new(gate: Arc<Gate>) -> Self {
        Self { gate }
    }
}

impl<S> Layer<S> for ShedLayer {
    type Service = ShedService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ShedService::new(inner, Arc::clone(&self.gate))
    }
}

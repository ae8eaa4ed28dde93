//! Values of modules that belong to one user or one thread: at most one of each type.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// The values of one owner. There are a handful, so they are looked through in a row.
#[derive(Default)]
pub(crate) struct States(RefCell<Vec<Rc<dyn Any>>>);

impl States {
    /// The value of that type, made when it is first asked for.
    pub(crate) fn get<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        let known = self.0.borrow().iter().find(|value| value.is::<T>()).cloned();
        let known = known.and_then(|value| value.downcast().ok());
        known.unwrap_or_else(|| {
            let made = Rc::new(make());
            self.0.borrow_mut().push(made.clone());
            made
        })
    }

    /// Lets go of all of them.
    pub(crate) fn clear(&self) {
        drop(self.0.take());
    }
}

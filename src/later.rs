//! Parts of a WebAssembly module that are loaded later: the code behind one function, and what only it needs.
//!
//! Without the feature `split`, natively and in development, there is one module, and such a function is a function. With
//! it, the build cuts the module in two (`xtask/src/split.rs`), and the function answers only once the second part was
//! loaded. Whoever calls it sees to that first.

/// Declares a function whose code is in the part `more`: the same arguments as the function it stands for, and its answer,
/// or `None` while the part is not there.
macro_rules! later {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $out:ty)? = $path:path;) => {
        #[cfg(not(feature = "split"))]
        $(#[$meta])*
        $vis fn $name($($argument: $type),*) -> Option<later!(@out $($out)?)> {
            Some($path($($argument),*))
        }

        #[cfg(feature = "split")]
        $(#[$meta])*
        $vis fn $name($($argument: $type),*) -> Option<later!(@out $($out)?)> {
            #[::wasm_split_helpers::wasm_split(more)]
            fn $name($($argument: $type),*) $(-> $out)? {
                $path($($argument),*)
            }
            $crate::later::now($name($($argument),*))
        }
    };
    (@out) => { () };
    (@out $out:ty) => { $out };
}
pub(crate) use later;

/// The answer of a call into a part that is loaded, where waiting for it is but a formality.
#[cfg(feature = "split")]
pub fn now<T>(call: impl Future<Output = T>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    let mut call = std::pin::pin!(call);
    let mut context = Context::from_waker(Waker::noop());
    // The first time it asks whether the part is there, the second time it has been told.
    for _ in 0..2 {
        if let Poll::Ready(answer) = call.as_mut().poll(&mut context) {
            return Some(answer);
        }
    }
    None
}

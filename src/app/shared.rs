//! Data that is shared and compared by identity: equal means "was not computed again".

use std::ops::Deref;
use std::rc::Rc;

/// A shared value; two are equal when they are the same one.
#[derive(Debug)]
pub struct Shared<T: ?Sized>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// An input, compared by identity.
#[derive(Debug)]
pub(super) struct Same<T>(pub Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A value with the inputs it was computed from.
#[derive(Debug)]
pub(super) struct Memo<K, V> {
    kept: Option<(K, Shared<V>)>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { kept: None }
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The kept value where the inputs are the same or the new value is, else the new one. What shows an old value need
    /// not be drawn again.
    pub fn get_alike(&mut self, key: K, compute: impl FnOnce(&K) -> V) -> Shared<V>
    where
        V: PartialEq,
    {
        let before = self.kept.as_ref().map(|(_, value)| value.clone());
        let value = self.get(key, compute);
        match (before, &mut self.kept) {
            (Some(before), Some((_, kept))) if *before == *value => {
                *kept = before.clone();
                before
            }
            _ => value,
        }
    }

    /// The kept value where the inputs are the same, else a new one.
    pub fn get(&mut self, key: K, compute: impl FnOnce(&K) -> V) -> Shared<V> {
        match &self.kept {
            Some((kept, value)) if *kept == key => value.clone(),
            _ => {
                let value = Shared::new(compute(&key));
                self.kept = Some((key, value.clone()));
                value
            }
        }
    }
}

//! Operator names (rule B15): `[ForAllValues:|ForAnyValue:]Base[IfExists]`.

/// A condition operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operator {
    /// `ForAllValues:`, `ForAnyValue:` or neither.
    pub quantifier: Option<Quantifier>,
    /// The comparison.
    pub base: Base,
    /// Whether a missing key counts as a match.
    pub if_exists: bool,
}

/// How an operator treats a key with several values (rule C16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// Every request value must satisfy the operator.
    ForAllValues,
    /// At least one request value must satisfy the operator.
    ForAnyValue,
}

/// The kind of values an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Rule C7.
    String,
    /// Rule C8.
    Numeric,
    /// Rule C9.
    Date,
    /// Rule C10.
    Bool,
    /// Rule C11.
    Binary,
    /// Rule C12.
    Ip,
    /// Rule C13.
    Arn,
    /// Rule C14.
    Null,
}

macro_rules! bases {
    ($($name:ident $family:ident $negated:literal),* $(,)?) => {
        /// The comparison that an operator makes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names are AWS's")]
        pub enum Base { $($name),* }

        impl Base {
            /// Every comparison, in the order of AWS's page.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// AWS's name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// The kind of values it compares.
            pub fn family(self) -> Family {
                match self { $(Self::$name => Family::$family),* }
            }

            /// Whether it is true when the positive comparison is not (`…Not…`).
            pub fn is_negated(self) -> bool {
                match self { $(Self::$name => $negated),* }
            }
        }
    };
}

bases! {
    StringEquals String false, StringNotEquals String true,
    StringEqualsIgnoreCase String false, StringNotEqualsIgnoreCase String true,
    StringLike String false, StringNotLike String true,
    NumericEquals Numeric false, NumericNotEquals Numeric true,
    NumericLessThan Numeric false, NumericLessThanEquals Numeric false,
    NumericGreaterThan Numeric false, NumericGreaterThanEquals Numeric false,
    DateEquals Date false, DateNotEquals Date true,
    DateLessThan Date false, DateLessThanEquals Date false,
    DateGreaterThan Date false, DateGreaterThanEquals Date false,
    Bool Bool false,
    BinaryEquals Binary false,
    IpAddress Ip false, NotIpAddress Ip true,
    ArnEquals Arn false, ArnLike Arn false, ArnNotEquals Arn true, ArnNotLike Arn true,
    Null Null false,
}

impl Base {
    /// Whether its policy values may hold wildcards.
    pub fn takes_wildcards(self) -> bool {
        matches!(self, Self::StringLike | Self::StringNotLike) || self.family() == Family::Arn
    }
}

/// Why a name is not an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorError {
    /// No such operator, or no such qualifier.
    Unknown,
    /// `NullIfExists`, which contradicts itself.
    NullIfExists,
}

impl Operator {
    /// Reads an operator's name; the spelling is AWS's, capitals included.
    ///
    /// # Errors
    /// Names that AWS does not have.
    pub fn parse(name: &str) -> Result<Self, OperatorError> {
        let (quantifier, rest) = match name.split_once(':') {
            None => (None, name),
            Some(("ForAllValues", rest)) => (Some(Quantifier::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(Quantifier::ForAnyValue), rest),
            Some(_) => return Err(OperatorError::Unknown),
        };
        let (base_name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let base = Base::ALL.iter().copied().find(|b| b.name() == base_name).ok_or(OperatorError::Unknown)?;
        if base == Base::Null && if_exists {
            return Err(OperatorError::NullIfExists);
        }
        Ok(Self { quantifier, base, if_exists })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(
            Operator::parse("ForAnyValue:StringNotLikeIfExists")
                .is_ok_and(|o| o.if_exists && o.base == Base::StringNotLike)
        );
        for name in
            ["bool", "BoolIfExist", "ForAllValue:Bool", "ForAllValues:", "IfExists", "", "StringEqualsIfExistsIfExists"]
        {
            assert_eq!(Operator::parse(name), Err(OperatorError::Unknown), "{name}");
        }
        assert_eq!(Operator::parse("ForAllValues:NullIfExists"), Err(OperatorError::NullIfExists));
    }
}

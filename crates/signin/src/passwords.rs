//! Passwords: whether one is strong enough, and whether it matches.
//!
//! The rules follow the criteria that Tasuki asks about: at least eight characters with a second factor, ten
//! without, and nothing that can be guessed, such as the names of the person and the company. There is no rule
//! about character classes and no expiry: both make people write passwords down. An argon2id hash with the costs
//! that OWASP recommends is stored; a stored hash with lower costs is replaced at the next sign-in.

use std::sync::{Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use tasuki_catalog::{Lang, Text};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use crate::random::{self, Random};

/// The minimum length with a second factor.
pub const LEAST_WITH_SECOND_FACTOR: usize = 8;
/// The minimum length without a second factor.
pub const LEAST_ALONE: usize = 10;
/// The maximum length, so that nobody can make the server hash a very long text.
pub const MOST: usize = 200;

/// Passwords that are common in Japan and missing from the usual lists of common passwords, which are English.
const COMMONPLACE: &[&str] = &[
    "パスワード",
    "ぱすわーど",
    "あいうえお",
    "こんにちは",
    "ありがとう",
    "おはよう",
    "いろはにほへと",
    "さくら",
    "たすき",
    "襷",
    "tasuki",
    "nippon",
    "nihon",
    "sakura",
    "arigatou",
    "konnichiwa",
    "toukyou",
    "tokyo",
    "oosaka",
    "osaka",
    "himitsu",
    "aishiteru",
    "doraemon",
    "kaisha",
    "jouhou",
    "kanri",
    "kanrisha",
    "hanako",
    "tarou",
    "suzuki",
    "satou",
    "takahashi",
    "tanaka",
    "watanabe",
    "yamamoto",
];

/// A password as typed, normalized (NFKC), so that it is the same on every keyboard. Its `Debug` output hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// From what was typed.
    pub fn new(typed: &str) -> Self {
        Self(typed.chars().take(MOST * 4).nfkc().collect())
    }

    /// Its number of characters.
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the password may be chosen by a person with or without a second factor. `about` is what others know
    /// about the person: name, mail address, organization.
    pub fn check(&self, second_factor: bool, about: &[&str]) -> Result<(), PasswordRefusal> {
        let least = if second_factor { LEAST_WITH_SECOND_FACTOR } else { LEAST_ALONE };
        let found = self.len();
        if found < least {
            return Err(PasswordRefusal::TooShort { found, least });
        }
        if found > MOST {
            return Err(PasswordRefusal::TooLong { found, most: MOST });
        }
        let known = known_words(about);
        let known: Vec<&str> = known.iter().map(String::as_str).chain(COMMONPLACE.iter().copied()).collect();
        // zxcvbn scores eight random characters at most 2, and the criteria allow eight characters with a second
        // factor.
        let wanted = if second_factor { Score::Two } else { Score::Three };
        let closed_up = self.0.replace([' ', '-', '_', '.', '@', '/'], "");
        let found = zxcvbn(&self.0, &known).score().min(zxcvbn(&closed_up, &known).score());
        if found < wanted { Err(PasswordRefusal::Guessable) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// Names and addresses, split into parts and with the parts joined.
fn known_words(about: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for text in about {
        let folded = text.nfkc().take(MOST).collect::<String>().to_lowercase();
        let joined = |part: &str| part.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
        words.extend(folded.split(|character: char| !character.is_alphanumeric()).map(str::to_owned));
        words.extend(folded.split(['@', '.']).map(joined));
        words.push(joined(&folded));
        words.push(folded);
    }
    words.retain(|word| word.chars().count() >= 2);
    words
}

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum PasswordRefusal {
    /// It has too few characters.
    TooShort {
        /// Its number of characters.
        found: usize,
        /// The minimum.
        least: usize,
    },
    /// It has too many.
    TooLong {
        /// Its number of characters.
        found: usize,
        /// The maximum.
        most: usize,
    },
    /// It can be guessed.
    Guessable,
}

impl PasswordRefusal {
    /// A stable name for this refusal.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password-too-short",
            Self::TooLong { .. } => "password-too-long",
            Self::Guessable => "password-guessable",
        }
    }

    /// What is wrong.
    pub fn message(self) -> Text {
        match self {
            Self::TooShort { found, least } => Text::new(
                format!("{least}文字以上にしてください（今は{found}文字）。"),
                format!("Use at least {least} characters (this has {found})."),
            ),
            Self::TooLong { found, most } => Text::new(
                format!("{most}文字以内にしてください（今は{found}文字）。"),
                format!("Use at most {most} characters (this has {found})."),
            ),
            Self::Guessable => Text::new("推測されやすいパスワードです。", "This password is easy to guess."),
        }
    }

    /// What to do.
    pub fn hint(self) -> Text {
        match self {
            Self::TooShort { .. } => Text::new(
                "関係のない言葉をつなげて長くするか、パスワード管理ソフトで作ってください。",
                "Make it longer by joining unrelated words, or let a password manager make one.",
            ),
            Self::TooLong { .. } => Text::new("短くして、もう一度入力してください。", "Shorten it and enter it again."),
            Self::Guessable => Text::new(
                "関係のない言葉を3つ以上つなげるか、パスワード管理ソフトで作ってください。名前・会社名・日付・並んだ文字は避けてください。",
                "Join three or more unrelated words, or let a password manager make one. Avoid names, the company, dates and rows of keys.",
            ),
        }
    }
}

/// The cost of hashing. Higher is safer and slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Costs {
    /// What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
    pub const RECOMMENDED: Self = Self { memory: 19 * 1024, passes: 2, lanes: 1 };
    /// The least that argon2 takes: for tests, never for people.
    pub const FOR_TESTS: Self = Self { memory: 8, passes: 1, lanes: 1 };
}

impl Default for Costs {
    fn default() -> Self {
        Self::RECOMMENDED
    }
}

/// Whether a password matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does not match, or there is no account.
    Wrong,
    /// It matches.
    Right,
    /// It matches, but its stored hash is weaker than today's: replace it.
    RightButHashAgain,
}

/// Hashes and compares passwords at the given costs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passwords {
    costs: Costs,
}

impl Passwords {
    /// With these costs.
    pub fn new(costs: Costs) -> Self {
        Self { costs }
    }

    /// The hash to store (a PHC string, `$argon2id$…`). Takes tens of milliseconds on purpose: call it off the
    /// event loop.
    pub fn hash(&self, password: &Password, random: &mut dyn Random) -> Result<String, HashingFailed> {
        let salt: [u8; 16] = random::bytes(random);
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        let params = self.params()?;
        let output = derive(password, algorithm, version, &params, &salt)?;
        let hash = PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params).map_err(failed)?,
            salt: Some(Salt::new(&salt).map_err(failed)?),
            hash: Some(output),
        };
        Ok(hash.to_string())
    }

    /// Whether `password` matches `stored`. With nothing stored (no such account, or one without a password) it
    /// takes just as long, so that the time does not reveal which accounts exist.
    pub fn verify(&self, password: &Password, stored: Option<&str>) -> Result<Verdict, HashingFailed> {
        let Some(stored) = stored.and_then(|stored| PasswordHash::new(stored).ok()) else {
            self.hash(password, &mut |bytes: &mut [u8]| bytes.fill(0))?;
            return Ok(Verdict::Wrong);
        };
        if !is_of(password, &stored)? {
            return Ok(Verdict::Wrong);
        }
        Ok(if self.is_weaker(&stored) { Verdict::RightButHashAgain } else { Verdict::Right })
    }

    fn is_weaker(&self, stored: &PasswordHash) -> bool {
        let same_kind = stored.algorithm.as_str() == Algorithm::Argon2id.as_str();
        let costs = Params::try_from(stored).ok();
        !(same_kind
            && costs.is_some_and(|costs| {
                costs.m_cost() >= self.costs.memory
                    && costs.t_cost() >= self.costs.passes
                    && costs.p_cost() >= self.costs.lanes
            }))
    }

    fn params(&self) -> Result<Params, HashingFailed> {
        let Costs { memory, passes, lanes } = self.costs;
        Params::new(memory, passes, lanes, None).map_err(failed)
    }
}

/// Whether a password matches a stored hash; an incomplete hash matches no password. The comparison takes constant
/// time.
fn is_of(password: &Password, stored: &PasswordHash) -> Result<bool, HashingFailed> {
    let algorithm = Algorithm::try_from(stored.algorithm.as_str());
    let version = stored.version.map_or(Ok(Version::default()), Version::try_from);
    let (Some(salt), Some(expected), Ok(algorithm), Ok(version), Ok(params)) =
        (&stored.salt, &stored.hash, algorithm, version, Params::try_from(stored))
    else {
        return Ok(false);
    };
    Ok(derive(password, algorithm, version, &params, salt)? == *expected)
}

/// The Argon2 output for a password.
fn derive(
    password: &Password,
    algorithm: Algorithm,
    version: Version,
    params: &Params,
    salt: &[u8],
) -> Result<Output, HashingFailed> {
    let mut output = [0; Output::MAX_LENGTH];
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let output = output.get_mut(..length).ok_or_else(|| HashingFailed("too long an output".to_owned()))?;
    let mut memory = Memory::of(params.block_count());
    let argon2 = Argon2::new(algorithm, version, params.clone());
    argon2
        .hash_password_into_with_memory(password.0.as_bytes(), salt, output, memory.0.as_mut_slice())
        .map_err(failed)?;
    Output::new(output).map_err(failed)
}

/// Memory blocks kept for the next hash. An allocator that is asked for 19 MiB again and again by several threads
/// keeps a multiple of that for itself.
static SPARE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// The memory of one hash; it is returned at the end, without any trace of the password.
struct Memory(Vec<Block>);

impl Memory {
    fn of(blocks: usize) -> Self {
        let mut memory = SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        memory.resize(blocks, Block::new());
        Self(memory)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.fill(Block::new());
        SPARE.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.0));
    }
}

fn failed(error: impl std::fmt::Display) -> HashingFailed {
    HashingFailed(error.to_string())
}

/// The hash could not be computed: argon2 does not accept the costs, or there is no memory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashingFailed(String);

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn it_is_argon2_as_others_write_it() {
        let own = Passwords::new(Costs { memory: 64, passes: 2, lanes: 1 });
        let (right, wrong) = (Password::new("asagiri-no-hashi-42"), Password::new("asagiri-no-hashi-43"));
        let made = own.hash(&right, &mut |bytes: &mut [u8]| bytes.fill(7)).unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{made}");
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, own.params().unwrap());
        assert!(theirs.verify_password(right.0.as_bytes(), made.as_str()).is_ok());
        let hash: PasswordHash = theirs.hash_password_with_salt(right.0.as_bytes(), &[8; 16]).unwrap();
        assert_eq!(own.verify(&right, Some(&hash.to_string())), Ok(Verdict::Right));
        assert_eq!(own.verify(&wrong, Some(&hash.to_string())), Ok(Verdict::Wrong));
        for stored in
            ["$argon2id$v=19$m=64,t=2,p=1", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert_eq!(own.verify(&right, Some(stored)), Ok(Verdict::Wrong), "{stored}");
        }
    }

    #[test]
    fn memory_is_given_back_without_the_password() {
        let own = Passwords::new(Costs { memory: 4_096, passes: 1, lanes: 1 });
        own.hash(&Password::new("asagiri-no-hashi-42"), &mut |bytes: &mut [u8]| bytes.fill(7)).unwrap();
        let spare = SPARE.lock().unwrap();
        assert!(!spare.is_empty());
        assert!(spare.iter().flatten().all(|block| block.as_ref().iter().all(|word| *word == 0)));
    }
}

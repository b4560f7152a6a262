//! modules/policer_c in safe Rust: the single rate three colour marker of RFC 2697.
#![no_std]

mod burst;
use burst::{layer3, Burst, Packet, PACKETS_MAX};
use core::sync::atomic::{AtomicU64, Ordering};

const GREEN: u8 = 0;
const YELLOW: u8 = 1;
const RED: u8 = 2;

const COMMITTED: usize = 0;
const BOTH: usize = 1;

/// `struct rate_clock`
#[repr(C)]
struct Clock {
    bytes_per_second: u64,
    cycles_per_second: u64,
    reciprocal: u64,
    step_cycles_max: u64,
    last_cycles: u64,
    remainder: u64,
    given_bytes: u64,
}

/// `struct meter`
#[repr(C)]
struct Meter {
    empty_at: &'static [AtomicU64; 2],
    committed_bytes_max: u64,
    both_bytes_max: u64,
    has_excess: bool,
}

/// `struct policer`
#[repr(C)]
struct Policer {
    clock: Clock,
    meter: Meter,
    is_aware: bool,
}

#[derive(Clone, Copy, Default)]
struct Balance {
    committed: u64,
    excess: u64,
    committed_seen: u64,
    committed_from: u64,
    both_seen: u64,
    both_from: u64,
}

static mut STATE: Option<&'static mut Policer> = None;
static mut FRAMES: &[u8] = &[];

/// # Safety
/// `state` is a `struct policer`; it and the frames outlive the instance.
#[no_mangle]
pub unsafe extern "C" fn twin_begin(state: *mut u8, _: *const u8, frames: *const u8, frames_bytes: usize) {
    STATE = Some(&mut *state.cast());
    FRAMES = core::slice::from_raw_parts(frames, frames_bytes);
}

/// # Safety
/// Behind `twin_begin`.
#[no_mangle]
pub unsafe extern "C" fn twin_process(burst: *mut Burst) {
    if let Some(state) = &mut STATE {
        process(state, &mut *burst, FRAMES);
    }
}

impl Clock {
    fn give(&mut self, step_cycles: u64) {
        let product = step_cycles.wrapping_mul(self.bytes_per_second).wrapping_add(self.remainder);
        let quotient = (product as u128 * self.reciprocal as u128 >> 64) as u64;
        let rest = product.wrapping_sub(quotient.wrapping_mul(self.cycles_per_second));
        let is_one_more = rest >= self.cycles_per_second;
        self.given_bytes = self.given_bytes.wrapping_add(quotient).wrapping_add(is_one_more as u64);
        self.remainder = if is_one_more { rest - self.cycles_per_second } else { rest };
    }

    #[cold]
    fn leap(&mut self, step_cycles: u64) {
        if step_cycles >> 63 != 0 {
            return;
        }
        let whole = step_cycles / self.cycles_per_second * self.bytes_per_second;
        self.given_bytes = self.given_bytes.wrapping_add(whole);
        let mut rest = step_cycles % self.cycles_per_second;
        while rest > self.step_cycles_max {
            self.give(self.step_cycles_max);
            rest -= self.step_cycles_max;
        }
        self.give(rest);
    }

    fn advance(&mut self, now_cycles: u64) -> u64 {
        let step = now_cycles.wrapping_sub(self.last_cycles);
        self.last_cycles = now_cycles;
        if step <= self.step_cycles_max {
            self.give(step);
        } else {
            self.leap(step);
        }
        self.given_bytes
    }
}

impl Meter {
    fn look(&self, given_bytes: u64) -> Balance {
        let mut balance = Balance::default();
        if self.has_excess {
            balance.both_seen = self.empty_at[BOTH].load(Ordering::Acquire);
        }
        balance.committed_seen = self.empty_at[COMMITTED].load(Ordering::Acquire);
        balance.committed_from = balance.committed_seen.max(given_bytes.wrapping_sub(self.committed_bytes_max));
        balance.committed = given_bytes.saturating_sub(balance.committed_from);
        if self.has_excess {
            balance.both_from = balance.both_seen.max(given_bytes.wrapping_sub(self.both_bytes_max));
            balance.excess = given_bytes.saturating_sub(balance.both_from).saturating_sub(balance.committed);
        }
        balance
    }

    fn take(&self, balance: Balance, green_bytes: u64, yellow_bytes: u64) -> bool {
        const ORDER: Ordering = Ordering::SeqCst;
        let bytes = green_bytes + yellow_bytes;
        if bytes == 0 {
            return true;
        }
        let exchange = |word: usize, seen: u64, now: u64| {
            self.empty_at[word].compare_exchange(seen, now, ORDER, ORDER).is_ok()
        };
        if self.has_excess && !exchange(BOTH, balance.both_seen, balance.both_from.wrapping_add(bytes)) {
            return false;
        }
        let committed = balance.committed_from.wrapping_add(green_bytes);
        if green_bytes == 0 || exchange(COMMITTED, balance.committed_seen, committed) {
            return true;
        }
        if self.has_excess {
            self.empty_at[BOTH].fetch_sub(bytes, ORDER);
        }
        false
    }
}

/// RFC 2597, section 6.
#[inline(always)]
fn colour_before(frame: &[u8]) -> u8 {
    let at = layer3(frame);
    if at.version == 0 {
        return GREEN;
    }
    let header = &frame[at.offset as usize..];
    let dscp = if at.version == 4 { header[1] >> 2 } else { (header[0] & 15) << 2 | header[1] >> 6 };
    let is_assured = (8..40).contains(&dscp) && dscp & 1 == 0;
    if is_assured && dscp & 6 == 4 {
        YELLOW
    } else if is_assured && dscp & 6 == 6 {
        RED
    } else {
        GREEN
    }
}

/// Bytes on the wire.
#[inline(always)]
fn lengths<'a>(packets: &'a [Packet], beyond: &'a [u32]) -> impl Iterator<Item = u64> + 'a {
    packets.iter().zip(beyond).map(|(packet, more)| (packet.length + more) as u64)
}

/// RFC 2697, section 4, packet by packet.
fn mark(meter: &Meter, burst: &mut Burst, before: &[u8; PACKETS_MAX], balance: Balance) -> bool {
    let count = burst.count as usize;
    let lengths = lengths(&burst.packets[..count], &burst.beyond[..count]);
    let (mut green_bytes, mut yellow_bytes) = (0, 0);
    for ((length, before), verdict) in lengths.zip(before).zip(&mut burst.verdicts[..count]) {
        *verdict = RED;
        if *before == GREEN && length <= balance.committed - green_bytes {
            green_bytes += length;
            *verdict = GREEN;
        } else if *before != RED && length <= balance.excess - yellow_bytes {
            yellow_bytes += length;
            *verdict = YELLOW;
        }
    }
    meter.take(balance, green_bytes, yellow_bytes)
}

fn process(policer: &mut Policer, burst: &mut Burst, frames: &[u8]) {
    let given = policer.clock.advance(burst.now_cycles);
    let mut before = [GREEN; PACKETS_MAX];
    let mut worst = GREEN;
    let packets = &burst.packets[..burst.count as usize];
    let bytes = lengths(packets, &burst.beyond[..packets.len()]).sum();
    if policer.is_aware {
        for (packet, before) in packets.iter().zip(&mut before) {
            *before = colour_before(&frames[packet.range()]);
            worst |= *before;
        }
    }
    loop {
        let balance = policer.meter.look(given);
        if bytes <= balance.committed && worst == GREEN {
            burst.verdicts = [GREEN; PACKETS_MAX];
            if policer.meter.take(balance, bytes, 0) {
                return;
            }
        } else if mark(&policer.meter, burst, &before, balance) {
            return;
        }
    }
}

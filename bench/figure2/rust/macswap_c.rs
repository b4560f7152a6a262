//! modules/macswap_c in safe Rust.
#![no_std]

mod burst;
use burst::Burst;

static mut FRAMES: &mut [u8] = &mut [];

/// # Safety
/// The frames outlive the instance, and nobody else touches them during a call.
#[no_mangle]
pub unsafe extern "C" fn twin_begin(_: *mut u8, _: *const u8, frames: *mut u8, frames_bytes: usize) {
    FRAMES = core::slice::from_raw_parts_mut(frames, frames_bytes);
}

/// # Safety
/// Behind `twin_begin`.
#[no_mangle]
pub unsafe extern "C" fn twin_process(burst: *const Burst) {
    process(&*burst, FRAMES);
}

fn process(burst: &Burst, frames: &mut [u8]) {
    for packet in &burst.packets[..burst.count as usize] {
        let frame = &mut frames[packet.range()];
        let (destination, rest) = frame.split_at_mut(6);
        destination.swap_with_slice(&mut rest[..6]);
    }
}

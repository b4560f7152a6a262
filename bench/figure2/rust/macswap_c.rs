//! modules/macswap_c in safe Rust.
#![no_std]

mod burst;
use burst::{field, Burst};

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
        let (first, last) = (u64::from_le_bytes(field(frame, 0)), u32::from_le_bytes(field(frame, 8)));
        let turned = first >> 48 | (last as u64) << 16 | first << 48;
        let frame = &mut frame[..12];
        frame[..8].copy_from_slice(&turned.to_le_bytes());
        frame[8..].copy_from_slice(&((first >> 16) as u32).to_le_bytes());
    }
}

// Owns the machine's limit: twelve independent chains of multiply-adds that touch no memory, 96 FLOP per round.

export function chains(rounds: i32): f32 {
  const x = f32x4.splat(0.999);
  const y = f32x4.splat(0.5);
  let s0 = f32x4.splat(<f32>0);
  let s1 = f32x4.splat(<f32>1);
  let s2 = f32x4.splat(<f32>2);
  let s3 = f32x4.splat(<f32>3);
  let s4 = f32x4.splat(<f32>4);
  let s5 = f32x4.splat(<f32>5);
  let s6 = f32x4.splat(<f32>6);
  let s7 = f32x4.splat(<f32>7);
  let s8 = f32x4.splat(<f32>8);
  let s9 = f32x4.splat(<f32>9);
  let s10 = f32x4.splat(<f32>10);
  let s11 = f32x4.splat(<f32>11);
  for (let i = 0; i < rounds; i++) {
    s0 = f32x4.relaxed_madd(x, y, s0);
    s1 = f32x4.relaxed_madd(x, y, s1);
    s2 = f32x4.relaxed_madd(x, y, s2);
    s3 = f32x4.relaxed_madd(x, y, s3);
    s4 = f32x4.relaxed_madd(x, y, s4);
    s5 = f32x4.relaxed_madd(x, y, s5);
    s6 = f32x4.relaxed_madd(x, y, s6);
    s7 = f32x4.relaxed_madd(x, y, s7);
    s8 = f32x4.relaxed_madd(x, y, s8);
    s9 = f32x4.relaxed_madd(x, y, s9);
    s10 = f32x4.relaxed_madd(x, y, s10);
    s11 = f32x4.relaxed_madd(x, y, s11);
  }
  const sum = f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(f32x4.add(s0, s1), s2), s3), s4), s5), s6), s7), s8), s9), s10), s11);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}

#pragma once

/// Before a function whose loop the compiler vectorises: compiles it for CPUs with 256-bit vectors (AVX2) and for those
/// without, and takes the one that suits when the program starts.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__)
#define MILLRACE_FOR_EACH_CPU __attribute__((target_clones("avx2", "default")))
#else
#define MILLRACE_FOR_EACH_CPU
#endif

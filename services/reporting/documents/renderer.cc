#include "services/reporting/documents/renderer.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya::reporting::documents {
namespace {

constexpr std::size_t kMegabyte = 1024UL * 1024;

absl::Status Failed(const std::string& how) {
  return Refuse(
      {.rule = "DOC-01",
       .where = "format",
       .message =
           {"Program pembuat PDF (paket weasyprint) tidak ada atau gagal. Ambil HTML atau XLSX, "
            "dan laporkan kepada operator.",
            "The program that makes PDF (package weasyprint) is missing or failed. Take HTML or "
            "XLSX, and tell the operator."},
       .values = {{"how", how}}});
}

absl::Status OverLimit(const char* limit) {
  return Refuse(
      absl::StatusCode::kResourceExhausted,
      {{.rule = "DOC-02",
        .where = "format",
        .message =
            {"Dokumen ini terlalu besar untuk dibuat sebagai PDF; pembuatannya dihentikan. Ambil "
             "HTML atau XLSX.",
             "This document is too large to be made a PDF; that was ended. Take HTML or XLSX."},
        .values = {{"limit", limit}}}});
}

// An unnamed file in memory that is closed with its object.
class Memory {
 public:
  explicit Memory(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {}
  ~Memory() { close(fd_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  int fd() const { return fd_; }
  bool Put(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = write(fd_, bytes.data(), bytes.size());
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return lseek(fd_, 0, SEEK_SET) == 0;
  }
  std::string All() const {
    std::string bytes(static_cast<std::size_t>(std::max<off_t>(lseek(fd_, 0, SEEK_END), 0)), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got = pread(fd_, &bytes[done], bytes.size() - done, static_cast<off_t>(done));
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

 private:
  const int fd_;
};

std::string InPath(const std::string& program) {
  if (program.find('/') != std::string::npos)
    return access(program.c_str(), X_OK) == 0 ? program : "";
  const char* path = std::getenv("PATH");
  for (const absl::string_view folder : absl::StrSplit(path == nullptr ? "/usr/bin" : path, ':')) {
    std::string file = Cat(std::string(folder), "/", program);
    if (access(file.c_str(), X_OK) == 0) return file;
  }
  return "";
}

// What the child may, from the fork to its program: system calls only, for another thread of ours
// may hold any lock.
struct Child {
  const char* path;
  std::array<int, 3> standard;  // input, output, errors
  rlim_t memory, output, seconds;

  static void Limit(int what, rlim_t most) {
    const rlimit limit = {most, most};
    setrlimit(static_cast<__rlimit_resource>(what), &limit);
  }

  // No socket, by whichever way to make one.
  static bool LeaveNetwork() {
#if defined(__x86_64__)
    constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
    constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "which system calls make sockets here?"
#endif
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),  // x32's numbers
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }

  [[noreturn]] void Become(pid_t parent) const {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    for (int fd = 0; fd < 3; ++fd) dup2(standard[static_cast<std::size_t>(fd)], fd);
    close_range(3, ~0U, 0);
    Limit(RLIMIT_AS, memory);
    Limit(RLIMIT_FSIZE, output);
    Limit(RLIMIT_CPU, seconds);
    Limit(RLIMIT_CORE, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    if (chdir("/") != 0 || !LeaveNetwork()) _exit(126);
    const char* arguments[] = {path, "--quiet", "--encoding", "utf-8", "-", "-", nullptr};
    const char* environment[] = {
        "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", nullptr};
    execve(path, const_cast<char**>(arguments), const_cast<char**>(environment));
    _exit(127);
  }
};

}  // namespace

Renderer::Renderer(std::string program, Limits limits)
    : program_(std::move(program)), limits_(limits) {}

bool Renderer::Enter(absl::Time deadline) const {
  std::unique_lock lock(mutex_);
  if (inside_ >= 3 * limits_.at_once) return false;
  ++inside_;
  const bool turn = returned_.wait_until(
      lock, absl::ToChronoTime(deadline), [this] { return running_ < limits_.at_once; });
  turn ? ++running_ : --inside_;
  return turn;
}

void Renderer::Leave() const {
  {
    const std::lock_guard lock(mutex_);
    --running_;
    --inside_;
  }
  returned_.notify_one();
}

absl::StatusOr<std::string> Renderer::Pdf(std::string_view html, absl::Time deadline) const {
  if (!Enter(deadline)) {
    return Refuse(
        absl::StatusCode::kUnavailable,
        {{.rule = "DOC-03",
          .where = "format",
          .message = {
              "Dokumen lain sedang dibuat. Coba lagi sebentar lagi.",
              "Other documents are being made. Try again a little later."}}});
  }
  absl::StatusOr<std::string> pdf = Run(html, deadline);
  Leave();
  return pdf;
}

absl::StatusOr<std::string> Renderer::Run(std::string_view html, absl::Time deadline) const {
  const std::string path = InPath(program_);
  if (path.empty()) return Failed("missing");
  const Memory input("html"), output("pdf"), errors("errors");
  if (!input.Put(html)) return Failed("no memory");
  const absl::Duration time = std::min(limits_.time, deadline - absl::Now());
  const Child child{
      .path = path.c_str(),
      .standard = {input.fd(), output.fd(), errors.fd()},
      .memory = static_cast<rlim_t>(limits_.megabytes) * kMegabyte,
      .output = static_cast<rlim_t>(limits_.output_megabytes) * kMegabyte,
      .seconds = static_cast<rlim_t>(absl::ToInt64Seconds(limits_.time)) + 1};
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) child.Become(parent);
  if (pid < 0) return Failed("no process");
  setpgid(pid, pid);  // whoever of the two is first
  pollfd ended = {static_cast<int>(syscall(SYS_pidfd_open, pid, 0)), POLLIN, 0};
  const auto milliseconds =
      static_cast<int>(std::max<std::int64_t>(0, absl::ToInt64Milliseconds(time)));
  const absl::Time until = absl::Now() + time;
  int polled = poll(&ended, 1, milliseconds);
  while (polled < 0 && errno == EINTR) {
    polled = poll(
        &ended, 1,
        static_cast<int>(
            std::max<std::int64_t>(0, absl::ToInt64Milliseconds(until - absl::Now()))));
  }
  if (ended.fd >= 0) close(ended.fd);
  kill(-pid, SIGKILL);  // also what it started and left behind
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (polled == 0) return OverLimit("time");
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU) return OverLimit("time");
    if (WTERMSIG(status) == SIGXFSZ) return OverLimit("size");
  }
  std::string pdf = output.All();
  if (status == 0 && pdf.starts_with("%PDF")) return pdf;
  const std::string said = errors.All();
  if (said.find("MemoryError") != std::string::npos) return OverLimit("memory");
  if (pdf.size() >= child.output) return OverLimit("size");  // told by its own error
  log::Error("the renderer failed", {{"status", Cat(status)}, {"said_bytes", Cat(said.size())}});
  return Failed(Cat("status ", status));
}

}  // namespace binadaya::reporting::documents

/**
 * What the warm process runs (warm-client.ts): it loads everything that the client's commands load, then forks for each
 * request. The fork enters a node as nsenter does, and runs the client's own script there: the same program with its
 * modules in memory already.
 *
 * Requests and answers are lines of JSON. Requests: `{id, namespaces, folder, credentials, env, argv, timeout}`, or
 * `{cancel: id}`. Answers: `{ready}` once, then `{id, code | signal, timedOut, stdout, stderr}`, or `{id, refused}` where
 * the node could not be entered. Arguments: the client's script, and where it will find itself.
 */
export const WARM_PYTHON = `
import atexit, ctypes, fcntl, gc, json, os, runpy, signal, sys, tempfile, traceback, warnings

client, folder = sys.argv[1:3]
libc = ctypes.CDLL(None, use_errno=True)
requests, answers = os.dup(0), os.dup(1)
nothing = os.open(os.devnull, os.O_RDWR)
os.dup2(nothing, 0)
os.dup2(nothing, 1)
turn = tempfile.TemporaryFile()

def answer(**what):
    # Forks share the pipe: one line at a time.
    fcntl.lockf(turn, fcntl.LOCK_EX)
    left = json.dumps(what).encode() + b'\\n'
    while left:
        left = left[os.write(answers, left):]
    fcntl.lockf(turn, fcntl.LOCK_UN)

def load():
    sys.argv = [client]
    sys.dont_write_bytecode = True
    # Modules note the working folder and the program's name when they are loaded: those of the node.
    getcwd, os.getcwd = os.getcwd, lambda: folder
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        runpy.run_path(client, run_name='loaded')
        from importlib import metadata
        for point in (point for package in metadata.distributions() for point in package.entry_points):
            if point.group.split('.')[0] in ('openstack', 'keystoneauth1') or point.group.startswith('cliff.formatter'):
                try:
                    point.load()
                except Exception:
                    pass  # A plugin without its package: the client itself meets it where it is asked for.
    os.getcwd = getcwd
    gc.collect()
    gc.freeze()

def enter(request):
    kinds = [kind for kind in ('user', 'net', 'uts', 'ipc', 'pid', 'mount') if kind in request['namespaces']]
    files = {kind: os.open(request['namespaces'][kind], os.O_RDONLY) for kind in kinds}
    place = os.open(request['folder'], os.O_RDONLY)
    before = os.stat('/proc/self/ns/net').st_ino
    for kind in kinds:
        # Law 1: nothing runs unless it has left the machine's own network. /proc is the machine's until the mounts change.
        if kind == 'mount' and os.stat('/proc/self/ns/net').st_ino == before:
            raise OSError('still in the same network')
        if libc.setns(files[kind], 0) != 0:
            raise OSError(ctypes.get_errno(), 'setns ' + kind)
        os.close(files[kind])
    if 'net' not in files or 'mount' not in files or 'pid' not in files:
        raise OSError('not a node')
    os.fchdir(place)
    os.close(place)
    if request['credentials']:
        os.setgroups([])
        os.setgid(0)
        os.setuid(0)

def run(request):
    os.environ.clear()
    os.environ.update(request['env'])
    sys.argv = [client, *request['argv']]
    try:
        runpy.run_path(client, run_name='__main__')
        code = 0
    except SystemExit as end:
        code = end.code
        if code is None:
            code = 0
        elif not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code & 255)

def serve(request):
    ident = request['id']
    child, over = 0, False
    def end(*_):
        nonlocal over
        over = True
        if child:
            os.kill(child, signal.SIGKILL)
    try:
        signal.signal(signal.SIGALRM, end)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD, signal.SIGALRM})
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, request['timeout'])
        out, error = (os.memfd_create(name, os.MFD_CLOEXEC) for name in ('out', 'error'))
        enter(request)
        child = os.fork()
        if child == 0:
            os.setsid()
            for number in (signal.SIGALRM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.dup2(out, 1)
            os.dup2(error, 2)
            os.close(requests)
            os.close(answers)
            run(request)
        if over:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        text = {name: os.pread(file, os.fstat(file).st_size, 0).decode('utf-8', 'replace')
                for name, file in (('stdout', out), ('stderr', error))}
        how = {'code': os.WEXITSTATUS(status)} if os.WIFEXITED(status) else {'signal': signal.Signals(os.WTERMSIG(status)).name}
        answer(id=ident, over=over, **how, **text)
    except BaseException as why:
        answer(id=ident, refused=repr(why))
    finally:
        os._exit(0)

forks = {}

def reap(*_):
    try:
        while (ended := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            for ident in [ident for ident, pid in forks.items() if pid == ended]:
                del forks[ident]
    except ChildProcessError:
        pass

load()
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, reap)
answer(ready=True)
# Not the file's iterator, which a fork would share and read on.
rest = b''
while True:
    some = os.read(requests, 65536)
    if not some:
        os._exit(0)
    *lines, rest = (rest + some).split(b'\\n')
    for line in lines:
        request = json.loads(line)
        if 'cancel' in request:
            try:
                os.kill(forks[request['cancel']], signal.SIGALRM)
            except (KeyError, ProcessLookupError):
                pass
            continue
        # A cancel that comes at once waits until the fork can take it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGALRM})
        pid = os.fork()
        if pid == 0:
            serve(request)
        forks[request['id']] = pid
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD, signal.SIGALRM})
`;

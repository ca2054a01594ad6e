import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const container = join(import.meta.dirname, '../../../local/sagemaker/container');
const folder = mkdtempSync(join(tmpdir(), 'ballast-unpack-'));

/** Archives, as lines of Python over `add(name, body=b'', **header)`, and what is said of each. */
const cases: Readonly<Record<string, readonly [lines: string, refusal: RegExp]>> = {
  'unpacks files and folders': ["add('train.py', b'x'); add('sub/deep/a.json', b'{}')", /^$/],
  'unpacks what other tools write as "./"': [
    "add('./', type=tarfile.DIRTYPE); add('./train.py', b'x')",
    /^$/,
  ],
  'refuses the parent folder': ["add('../outside', b'x')", /leaves the folder/],
  'refuses a hidden parent folder': ["add('a/../../outside', b'x')", /leaves the folder/],
  'refuses an absolute path': [`add('${folder}/outside', b'x')`, /absolute path/],
  'refuses a symbolic link': [
    `add('link', type=tarfile.SYMTYPE, linkname='${folder}'); add('link/outside', b'x')`,
    /link or a device/,
  ],
  'refuses a hard link': ["add('link', type=tarfile.LNKTYPE, linkname='/etc/passwd')", /link or a device/],
  'refuses a device': ["add('dev', type=tarfile.CHRTYPE)", /link or a device/],
  'refuses many entries': ["[add(f'f{n}') for n in range(101)]", /more than 100 entries/],
  'refuses deep folders': ["add('d/' * 40 + 'f', b'x')", /more than 32 folders deep/],
  'refuses a bomb': ["add('zeros', bytes(16 * 1024 * 1024))", /more than 1000 times its size/],
  'refuses an archive that was cut off': ["add('a', b'x'); cut = 20", /cannot be read/],
  'refuses what is no archive': ['nonsense = True', /cannot be read/],
  'refuses more after the end': ["add('a', b'x'); more = b'more'", /something follows/],
};

const python = `
import gzip, io, json, os, sys, tarfile
sys.path.insert(0, sys.argv[1])
import unpack
unpack.MAXIMUM_ENTRIES = 100
results = {}
for number, (name, lines) in enumerate(json.load(sys.stdin).items()):
    archive = os.path.join(sys.argv[2], f'{number}.tar.gz')
    target = os.path.join(sys.argv[2], f'{number}', 'target')
    os.makedirs(target)
    packed = io.BytesIO()
    tar = tarfile.open(fileobj=packed, mode='w')
    def add(name, body=b'', **header):
        info = tarfile.TarInfo(name)
        info.size = len(body)
        for key, value in header.items(): setattr(info, key, value)
        tar.addfile(info, io.BytesIO(body))
    names = {'add': add, 'tarfile': tarfile}
    exec(lines, names)
    tar.close()
    content = gzip.compress(packed.getvalue() + names.get('more', b''))
    if 'cut' in names: content = content[:-names['cut']]
    if 'nonsense' in names: content = b'nonsense'
    open(archive, 'wb').write(content)
    refusal = ''
    try: unpack.unpack(archive, target)
    except unpack.ArchiveRefused as error: refusal = str(error)
    outside = [n for n in os.listdir(sys.argv[2]) if n == 'outside'] + [n for n in os.listdir(os.path.dirname(target)) if n != 'target']
    files = sorted(os.path.relpath(os.path.join(at, f), target) for at, _, fs in os.walk(target) for f in fs)
    results[name] = {'refusal': refusal, 'outside': outside, 'files': files}
print(json.dumps(results))`;

let results: Record<string, { refusal: string; outside: string[]; files: string[] }>;

beforeAll(() => {
  const input = JSON.stringify(
    Object.fromEntries(Object.entries(cases).map(([name, [lines]]) => [name, lines])),
  );
  const { stdout, stderr, status } = spawnSync('python3', ['-B', '-c', python, container, folder], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  results = JSON.parse(stdout);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('unpack', () => {
  it.each(Object.entries(cases))('%s', (name, [, refusal]) => {
    expect(results[name]!.refusal).toMatch(refusal);
    expect(results[name]!.outside).toEqual([]);
  });

  it('leaves the files where the archive has them', () => {
    expect(results['unpacks files and folders']!.files).toEqual(['sub/deep/a.json', 'train.py']);
    expect(results['unpacks what other tools write as "./"']!.files).toEqual(['train.py']);
  });
});

import {describe, expect, test, vi} from 'vitest';
import type {ProgressStore} from '../labs/progress.ts';
import {memoryProgress} from '../labs/progress-memory.ts';
import {EMPTY_PROGRESS} from '../labs/progress-schema.ts';
import {same} from '../state/text.ts';
import type {Catalog, Installed, Installer, Runnable} from './catalog.ts';
import {renderApp} from './testing/render-app.tsx';
import {sampleCatalog} from './testing/sample-labs.ts';
import {KEYS} from './testing/render.tsx';

// A busy machine is slow, not wrong.
vi.setConfig({testTimeout: 20_000});

const SIZES = [
  [80, 24],
  [120, 36],
  [200, 50],
] as const;
const LANGUAGES = ['en', 'zh'] as const;

const HOME = {en: 'Enter open', zh: '回车 打开'};
/** The sample labs, all of them as able to run as `runnable` says. */
const withRunnable = (runnable: Runnable): Catalog => ({
  ...sampleCatalog,
  modules: sampleCatalog.modules.map(({module, entries}) => ({
    module,
    entries: entries.map(({lab}) => ({lab, runnable})),
  })),
});

const screenFile = (name: string): string => `./testing/screens/${name}.txt`;

describe('the welcome', () => {
  for (const language of LANGUAGES)
    test(`fits one small screen (${language})`, async () => {
      await using app = renderApp({language, settings: {welcomed: false}});
      await app.waitFor('English/中文');
      await expect(app.screen()).toMatchFileSnapshot(screenFile(`welcome-80x24-${language}`));
    });

  test('is complete in the smallest window', async () => {
    await using app = renderApp({columns: 60, rows: 15, settings: {welcomed: false}});
    await app.waitFor('Press Enter to begin.');
    expect(app.screen()).toContain('Underlay: see what is under the cloud');
  });

  test('begins in the language of the system, changes it at once, and keeps it', async () => {
    const store = memoryProgress(EMPTY_PROGRESS);
    await using app = renderApp({store, props: {environment: {LANG: 'zh_CN.UTF-8'}}});
    await app.waitFor('按回车开始。');
    app.press('l');
    await app.waitFor('Press Enter to begin.');
    app.press(KEYS.enter);
    await app.waitFor(HOME.en);
    expect(store.current.settings).toMatchObject({welcomed: true, language: 'en'});
  });

  test('comes once', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
  });

  test('Escape leaves', async () => {
    await using app = renderApp({settings: {welcomed: false}});
    await app.waitFor('English/中文');
    app.press(KEYS.escape);
    await app.waitFor(() => app.exits() === 1);
  });
});

describe('home', () => {
  const progress = {
    labs: {
      island: {seed: 1, passed: [], everPassed: ['create', 'count'], finishedAt: 5, hintsUsed: 0, updatedAt: 5},
      'patch-cable': {
        seed: 2,
        passed: ['connect'],
        everPassed: ['connect', 'gone-from-the-lab'],
        hintsUsed: 1,
        updatedAt: 6,
      },
    },
    last: 'patch-cable',
  };

  for (const [columns, rows] of SIZES)
    for (const language of LANGUAGES)
      test(`${columns}x${rows} ${language}`, async () => {
        await using app = renderApp({columns, rows, language, progress});
        await app.waitFor(HOME[language]);
        await expect(app.screen()).toMatchFileSnapshot(screenFile(`home-${columns}x${rows}-${language}`));
      });

  test('Enter continues where the learner left', async () => {
    await using app = renderApp({progress});
    await app.waitFor('Continue where you left: veth: the patch cable');
    app.press(KEYS.enter);
    await app.waitFor('step 1 of 3');
    expect(app.opened).toEqual(['patch-cable 80x20']);
  });

  test('says why a lab cannot run and what mends it, and does not open it', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('j', 'j');
    await app.waitFor('This kernel has no VLAN filtering on bridges.');
    expect(app.screen()).toContain('To mend it: modprobe 8021q');
    expect(app.screen()).not.toContain(HOME.en);
    app.press(KEYS.enter);
    await app.waitFor('! This lab cannot run on this machine');
    expect(app.opened).toEqual([]);
  });

  describe('a lab that lacks programs', () => {
    const installation = {
      packages: ['python3-openstackclient'],
      command: 'sudo apt-get install -y --no-install-recommends python3-openstackclient',
    };
    const lacking = withRunnable({
      can: false,
      why: {en: 'Programs are missing: openstack.', zh: '缺少程序：openstack。'},
      install: installation,
    });
    const installer = (end: Installed) => {
      const asked: string[] = [];
      const size = async () => ({en: '11 MB to load', zh: '下载 11 MB'});
      const install: Installer['install'] = async (lab, {packages}) => {
        asked.push(`${lab.id} ${packages.join(' ')}`);
        return end;
      };
      return {asked, installer: {size, install}};
    };

    for (const language of LANGUAGES)
      test(`says so, and what would be installed (${language})`, async () => {
        const {installer: fake} = installer({ok: true, catalog: withRunnable({can: true})});
        await using app = renderApp({language, props: {catalog: lacking, installer: fake}});
        await app.waitFor(HOME[language]);
        await expect(app.screen()).toMatchFileSnapshot(screenFile(`home-lacking-80x24-${language}`));
        app.press(KEYS.enter);
        await app.waitFor('11 MB');
        await expect(app.screen()).toMatchFileSnapshot(screenFile(`install-80x24-${language}`));
      });

    test('yes installs and opens it', async () => {
      const {asked, installer: fake} = installer({ok: true, catalog: withRunnable({can: true})});
      await using app = renderApp({props: {catalog: lacking, installer: fake}});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('Install them now?');
      app.press('y');
      await app.waitFor('step 1 of 2');
      expect(asked).toEqual(['island python3-openstackclient']);
      expect(app.opened).toHaveLength(1);
    });

    test('no installs nothing', async () => {
      const {asked, installer: fake} = installer({ok: true, catalog: withRunnable({can: true})});
      await using app = renderApp({props: {catalog: lacking, installer: fake}});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('Install them now?');
      app.press('n');
      await app.waitFor(HOME.en);
      expect([asked, app.opened]).toEqual([[], []]);
    });

    test('a failure comes back to the list with its reason and the next step', async () => {
      const {installer: fake} = installer({
        ok: false,
        why: {en: 'No network.', zh: '没有网络。'},
        next: {en: 'Try later.', zh: '请稍后再试。'},
      });
      await using app = renderApp({props: {catalog: lacking, installer: fake}});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('Install them now?');
      app.press('y');
      await app.waitFor('! No network. Try later.');
      expect(app.opened).toEqual([]);
      app.press('j');
      await app.waitFor('veth: the patch cable');
    });

    test('what still cannot run says why', async () => {
      const after = withRunnable({can: false, why: {en: 'No NAT here.', zh: '此处没有 NAT。'}});
      const {installer: fake} = installer({ok: true, catalog: after});
      await using app = renderApp({props: {catalog: lacking, installer: fake}});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('Install them now?');
      app.press('y');
      await app.waitFor('Installed, but the lab cannot run yet: No NAT here.');
    });

    test('named on the command line it asks at once', async () => {
      const {installer: fake} = installer({ok: true, catalog: withRunnable({can: true})});
      await using app = renderApp({props: {catalog: lacking, installer: fake, initial: {labId: 'island'}}});
      await app.waitFor('Install them now?');
    });

    test('where nothing can be installed from here, Enter says that it cannot run', async () => {
      await using app = renderApp({props: {catalog: lacking}});
      await app.waitFor('needs programs');
      app.press(KEYS.enter);
      await app.waitFor('! This lab cannot run on this machine');
    });
  });

  describe('a lab that lacks only the OpenStack client', () => {
    const installation = {
      packages: ['python3-openstackclient'],
      command: 'sudo apt-get install python3-openstackclient',
    };
    const lacking: Runnable = {
      can: false,
      why: {en: 'Programs are missing: openstack.', zh: '缺少程序：openstack。'},
      withoutClient: true,
    };
    const noInstall = {en: 'You are not root and there is no sudo.', zh: '你不是 root，系统也没有 sudo。'};
    const OPENED = '! The OpenStack client is not installed';
    const asked: string[] = [];
    const installer: Installer = {
      size: async () => undefined,
      install: async (lab) => {
        asked.push(lab.id);
        return {ok: false, why: {en: 'No network.', zh: '没有网络。'}};
      },
    };
    const either = {catalog: withRunnable({...lacking, install: installation}), installer};
    const neither = {catalog: withRunnable({...lacking, noInstall}), installer};

    for (const language of LANGUAGES)
      for (const [name, props] of Object.entries({either, neither}))
        test(`asks what to do about it: ${name} (${language})`, async () => {
          await using app = renderApp({language, props});
          await app.waitFor(HOME[language]);
          app.press(KEYS.enter);
          await app.waitFor('Esc');
          await expect(app.screen()).toMatchFileSnapshot(screenFile(`client-${name}-80x24-${language}`));
        });

    test('o opens it without the client: the lab says so, and so does the status line', async () => {
      await using app = renderApp({props: either});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('o open without');
      app.press('o');
      await app.waitFor(OPENED);
      expect([app.run().session.lab.intro.en.split('.')[0], asked]).toEqual([
        '**The OpenStack client is not installed here',
        [],
      ]);
    });

    test('Esc goes back, and an installation that fails leaves the way open', async () => {
      await using app = renderApp({props: either});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('o open without');
      app.press(KEYS.escape);
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor('o open without');
      app.press('y');
      await app.waitFor('! No network.');
      expect([asked, app.opened]).toEqual([['island'], []]);
      app.press(KEYS.enter);
      await app.waitFor('o open without');
      app.press('o');
      await app.waitFor(OPENED);
    });

    test('typed over, neither y nor o is an answer', async () => {
      const installed: string[] = [];
      const install: Installer['install'] = async (lab) => {
        installed.push(lab.id);
        return {ok: false, why: same('No network.')};
      };
      await using app = renderApp({props: {...either, installer: {...installer, install}}});
      await app.waitFor(HOME.en);
      for (const typed of ['ly', 'io']) {
        app.press(KEYS.enter);
        await app.waitFor('o open without');
        app.press(typed);
        await app.waitFor(
          (screen) =>
            screen.includes('Something else was typed') &&
            !screen.includes('y install') &&
            !screen.includes('o open without'),
        );
        app.press(KEYS.enter);
        app.press(KEYS.escape);
        await app.waitFor(HOME.en);
      }
      expect([installed, app.opened]).toEqual([[], []]);
    });

    test('where nothing can be installed Enter opens it; y means nothing', async () => {
      await using app = renderApp({props: neither});
      await app.waitFor(HOME.en);
      app.press(KEYS.enter);
      await app.waitFor(noInstall.en);
      expect(app.screen()).not.toContain('y install');
      app.press(KEYS.enter);
      await app.waitFor(OPENED);
    });

    test('named on the command line with a step, it begins there', async () => {
      await using app = renderApp({props: {...neither, initial: {labId: 'island', step: 1}}});
      await app.waitFor('o open without');
      app.press('o');
      await app.waitFor(OPENED);
      expect(app.opened).toEqual(['island step 1 80x21']);
    });
  });

  test('says nothing about a lab of which nothing was proved, and learns it while it is shown', async () => {
    const proved = Promise.withResolvers<Catalog>();
    const unproved = withRunnable({can: true});
    await using app = renderApp({columns: 120, rows: 36, props: {catalog: unproved, provedCatalog: proved.promise}});
    await app.waitFor(HOME.en);
    expect(app.screen()).not.toContain('Runs here');
    expect(app.screen()).not.toContain('cannot run here');
    proved.resolve(withRunnable({can: false, why: {en: 'No user namespaces.', zh: '没有用户命名空间。'}}));
    await app.waitFor('Cannot run on this machine: No user namespaces.');
  });

  test('keeps the first answer where proving fails', async () => {
    const failed = Promise.reject<Catalog>(new Error('no proof'));
    await using app = renderApp({props: {catalog: withRunnable({can: true}), provedCatalog: failed}});
    await app.waitFor(HOME.en);
  });

  test('shows a broken lab with the place of its error', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press(KEYS.end);
    await app.waitFor('040-half/lab.yaml:8:14: unknown key `stp_on`');
    app.press(KEYS.enter);
    await app.waitFor('! This lab is broken');
  });

  test('keys that arrive in one piece are handled one by one', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('j\r');
    await app.waitFor('step 1 of 3');
    expect(app.opened).toEqual(['patch-cable 80x20']);
  });

  test('begins at a chosen step', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('jg');
    await app.waitFor('3. The cable is cut.');
    app.press(KEYS.down, KEYS.enter);
    await app.waitFor('step 1 of 3');
    expect(app.opened).toEqual(['patch-cable step 1 80x20']);
  });

  test('notices of the progress file stand at the top', async () => {
    const store: ProgressStore = {
      ...memoryProgress({...EMPTY_PROGRESS, settings: {theme: 'auto', welcomed: true, language: 'zh'}}),
      notices: [{en: 'The progress file was broken and is kept aside.', zh: '进度文件已损坏，已另存。'}],
    };
    await using app = renderApp({store});
    await app.waitFor('! 进度文件已损坏，已另存。');
  });

  test('q leaves, Escape does not', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press(KEYS.escape);
    await app.waitFor('! Press q to leave Underlay.');
    expect(app.exits()).toBe(0);
    app.press('q');
    await app.waitFor(() => app.exits() === 1);
  });

  test('a key without a meaning says so', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('x');
    await app.waitFor('! x does nothing here; ? shows the keys.');
    app.press('j');
    await app.waitFor((screen) => !screen.includes('does nothing here'));
  });
});

describe('search', () => {
  test('finds by any word in any language, and Escape shows all again', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('/');
    await app.waitFor('Search: ▏');
    app.press('跳线');
    await app.waitFor(
      (screen) => screen.includes('veth: the patch cable') && !screen.includes('A namespace is an island'),
    );
    app.press(KEYS.escape);
    await app.waitFor((screen) => screen.includes('A namespace is an island') && !screen.includes('Search:'));
  });

  test('letters are text here, not keys; Enter chooses, Enter again opens', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('/', 'patch q');
    await app.waitFor('No lab matches “patch q”.');
    app.press(KEYS.backspace, KEYS.backspace, KEYS.enter);
    await app.waitFor((screen) => screen.includes('Search: patch') && screen.includes(HOME.en));
    app.press(KEYS.enter);
    await app.waitFor('step 1 of 3');
  });

  test('a paste is text too', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('/', '\u001B[200~patch\ncable\u001B[201~');
    await app.waitFor('Search: patch cable▏');
  });

  test('a paste anywhere else does nothing and says where it belongs', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('\u001B[200~qqq\r\u001B[201~');
    await app.waitFor('! Pasted text goes to the terminal: press Ctrl-G first.');
    expect(app.exits()).toBe(0);
  });
});

describe('settings', () => {
  test('the language changes everywhere at once and is kept', async () => {
    await using app = renderApp();
    await app.waitFor('Namespaces and NAT');
    app.press('l');
    await app.waitFor((screen) => screen.includes('命名空间与 NAT') && screen.includes(HOME.zh));
    expect(app.progress.current.settings.language).toBe('zh');
    app.press('l');
    await app.waitFor('Namespaces and NAT');
  });

  test('the colours go through auto, dark, light, none', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    for (const name of ['dark', 'light', 'none', 'auto'] as const) {
      app.press('t');
      await app.waitFor(`! Colours: ${name}`);
      expect(app.progress.current.settings.theme).toBe(name);
    }
  });

  test('a setting that cannot be kept still works, and the reason is told', async () => {
    const store: ProgressStore = {
      ...memoryProgress({...EMPTY_PROGRESS, settings: {theme: 'auto', welcomed: true, language: 'en'}}),
      update: async () => {
        throw new Error('no space left on device');
      },
    };
    await using app = renderApp({store});
    await app.waitFor(HOME.en);
    app.press('l');
    await app.waitFor(
      (screen) => screen.includes(HOME.zh) && screen.includes('! 设置未能保存：no space left on device'),
    );
  });

  test('NO_COLOR: no colour is written, and every mark still has its word', async () => {
    // Foreground, background and their 256-colour forms; bold, dim and inverse are no colours.
    // eslint-disable-next-line no-control-regex -- it looks for escape sequences
    const colour = /\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/;
    await using plain = renderApp({props: {environment: {NO_COLOR: '1'}}});
    await plain.waitFor(HOME.en);
    plain.press(KEYS.enter);
    await plain.waitFor('step 1 of 2');
    plain.run().ready();
    await plain.waitFor('checks 0/2');
    expect(plain.output).not.toMatch(colour);
    await using coloured = renderApp();
    await coloured.waitFor(HOME.en);
    expect(coloured.output).toMatch(colour);
  });
});

describe('the window', () => {
  test('too small: says how small and what is needed, and comes back as it was', async () => {
    await using app = renderApp();
    await app.waitFor(HOME.en);
    app.press('j');
    app.resize(50, 12);
    await app.waitFor(
      (screen) => screen.includes('This window is 50x12.') && screen.includes('Underlay needs 60x15 or more.'),
    );
    expect(app.screen()).not.toContain('Namespaces and NAT');
    app.resize(100, 30);
    await app.waitFor((screen) => screen.includes('▸ ○ veth: the patch cable'));
  });

  test('survives constant resizing', async () => {
    await using app = renderApp({progress: {last: 'island'}});
    await app.waitFor(HOME.en);
    app.press(KEYS.enter);
    await app.waitFor('step 1 of 2');
    app.run().ready();
    for (let size = 0; size < 120; size += 1) app.resize(20 + ((size * 37) % 200), 5 + ((size * 13) % 60));
    app.resize(120, 36);
    await app.waitFor(
      (screen) => screen.includes('━ 1 Lesson ━') && screen.includes('checks 0/2') && screen.split('\n').length === 36,
    );
  });
});

describe('the lab named on the command line', () => {
  test('opens at once', async () => {
    await using app = renderApp({props: {initial: {labId: 'patch-cable', step: 2}}});
    await app.waitFor('step 1 of 3');
    expect(app.opened).toEqual(['patch-cable step 2 80x20']);
  });

  test('after the welcome, where that is due', async () => {
    await using app = renderApp({settings: {welcomed: false}, props: {initial: {labId: 'island'}}});
    await app.waitFor('Press Enter to begin.');
    app.press(KEYS.enter);
    await app.waitFor('step 1 of 2');
  });

  test('that does not exist, or cannot run, leads to the list with the reason', async () => {
    await using unknown = renderApp({props: {initial: {labId: 'iland'}}});
    await unknown.waitFor('! There is no lab “iland”.');
    await using refused = renderApp({props: {initial: {labId: 'vlan-bridge'}}});
    await refused.waitFor('! This kernel has no VLAN filtering on bridges.');
    expect(refused.screen()).toContain('▸ ✘ A bridge with VLANs');
  });

  test('whose host cannot even be asked for leads to the list with the reason', async () => {
    const openLab = (): never => {
      throw new Error('no pty');
    };
    await using app = renderApp({props: {initial: {labId: 'island'}, openLab}});
    await app.waitFor('! That did not work: no pty');
  });
});

test('help is the key table of the place', async () => {
  await using app = renderApp({rows: 30});
  await app.waitFor(HOME.en);
  app.press('?');
  await app.waitFor('the next colours: auto, dark, light, none');
  await expect(app.screen()).toMatchFileSnapshot(screenFile('help-home-80x30-en'));
  app.press(KEYS.escape);
  await app.waitFor(HOME.en);
});

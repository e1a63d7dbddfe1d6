import {test} from 'vitest';
import {renderApp} from '../tui/testing/render-app.tsx';
import {KEYS} from '../tui/testing/render.tsx';
import {vethPair, island} from '../state/testing/teaching-snapshots.ts';
import {met, notMet} from '../labs/outcome.ts';
test('look', async () => {
  for (const [columns, rows, language] of [[80,24,'en'],[120,36,'zh'],[200,50,'en']] as const) {
    await using app = renderApp({columns, rows, language, settings: {welcomed: false}});
    await app.waitFor('Underlay');
    console.log(app.screen());
    app.press(KEYS.enter);
    await app.waitFor('0.1.0');
    console.log(app.screen());
    app.press(KEYS.enter);
    await app.waitFor((s) => s.includes('Ctrl-G'));
    app.run().ready();
    app.run().command('ip netns add red', island);
    app.run().looked({exists: met({en:'red exists', zh:'red 存在'}), 'lo-down': notMet({en:'lo in red is down', zh:'red 中的 lo 是关闭的'},{en:'it is up', zh:'它是开启的'})});
    await new Promise(r => setTimeout(r, 200));
    console.log(app.screen());
    app.press(KEYS.ctrlG);
    await new Promise(r => setTimeout(r, 200));
    console.log(app.screen());
  }
});

import { defineConfig } from '@playwright/test';

// Two workers: each has a browser, and servers beside it.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/e2e',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
      // Fields for dates are in the language of the browser, not of the page.
      env: { ...process.env, LANGUAGE: 'ja', LANG: 'ja_JP.UTF-8' },
    },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 900 },
    screenshot: 'off',
    trace: 'off',
  },
});

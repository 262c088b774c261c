/** @file Finds links in a folder of HTML files that lead to no file, or to no element of their page. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const LINK = /\b(?:href|src)="([^"]+)"/g;
const ID = /\bid="([^"]+)"/g;

/** A line for each dead link. @param {string} folder @returns {string[]} */
export function deadLinks(folder) {
  const files = readdirSync(folder, { recursive: true }).map(String);
  // The page of all chapters for printing repeats links that are relative to other folders.
  const pages = files.filter((name) => /(?<!(^|\/)(print|toc|404))\.html$/.test(name));
  const ids = new Map(pages.map((name) => [name, idsOf(readFileSync(join(folder, name), 'utf8'))]));
  return pages.flatMap((name) => {
    const links = [...withoutCode(readFileSync(join(folder, name), 'utf8')).matchAll(LINK)].map(
      ([, link]) => link,
    );
    const dead = links.filter((link) => !isAlive(folder, name, link, ids));
    return dead.map((link) => `${folder}/${name}: ${link} is dead`);
  });
}

/** @param {string} text */
const withoutCode = (text) => text.replace(/<code[^]*?<\/code>/g, '');

/** @param {string} text */
const idsOf = (text) => new Set([...text.matchAll(ID)].map(([, id]) => id));

/** @param {string} folder @param {string} name @param {string} link @param {Map<string, Set<string>>} ids */
function isAlive(folder, name, link, ids) {
  if (/^[a-z]+:|^\/\//i.test(link)) return true;
  const [path, fragment] = decodeURI(link.replaceAll('&amp;', '&')).split('#');
  const target = path ? normalize(join(dirname(name), path.split('?')[0])) : name;
  if (!existsSync(join(folder, target)) || statSync(join(folder, target)).isDirectory())
    return false;
  return !fragment || (ids.get(target)?.has(fragment) ?? true);
}

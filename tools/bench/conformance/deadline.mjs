/** @file Imported first: with tools that stop a fact from coming, the tests' own patience would take hours. */
process.env.DEADLINE ??= '12000';

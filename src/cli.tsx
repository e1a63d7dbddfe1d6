process.stdout.write('underlay\n');

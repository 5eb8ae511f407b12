/** The process that trains and examines one run after another with the services' own classes. */
@NullMarked
package org.equipoise.bench.collapse.worker;

import org.jspecify.annotations.NullMarked;

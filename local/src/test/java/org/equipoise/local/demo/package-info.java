/** The demonstration without a stack: its data, its fault, its report and its tables. */
@NullMarked
package org.equipoise.local.demo;

import org.jspecify.annotations.NullMarked;

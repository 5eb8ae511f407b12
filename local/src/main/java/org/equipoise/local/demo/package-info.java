/**
 * {@code equipoise demo}: a classifier collapses, recovers, serves, and collapses again when its images break; told in
 * five acts on the running stack.
 */
@NullMarked
package org.equipoise.local.demo;

import org.jspecify.annotations.NullMarked;
